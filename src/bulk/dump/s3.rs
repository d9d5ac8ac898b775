//! A DynamoDB export to S3 as it was downloaded: its manifest says which files there are, how many items each holds and
//! their MD5. (Developer Guide, "DynamoDB table export output format".)

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use md5::{Digest as _, Md5};
use serde::Deserialize;

use super::DumpError;

const SUMMARY: &str = "manifest-summary.json";
const FILES: &str = "manifest-files.json";

/// What is used of the summary.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    output_format: Option<String>,
    export_type: Option<String>,
    item_count: u64,
}

/// A line of the list of files.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DataFile {
    item_count: u64,
    md5_checksum: String,
    data_file_s3_key: String,
}

/// A data file of an export, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::bulk) struct Part {
    pub(in crate::bulk) path: PathBuf,
    /// Items it must hold.
    pub(in crate::bulk) items: u64,
}

/// Finds the files of an export: in the folder that holds the manifest, or in one of its parents. Every file is there
/// and has the MD5 that the manifest says, or nothing is returned.
///
/// # Errors
/// When there is no manifest or several, the format is another one, or files are missing or damaged; all are named.
pub(in crate::bulk) fn find(folder: &Path) -> Result<Vec<Part>, DumpError> {
    let refuse = |message: String| DumpError::Export { path: folder.to_owned(), message };
    let folders = manifests(folder, 4).map_err(|error| refuse(error.to_string()))?;
    let home = match folders.as_slice() {
        [home] => home,
        [] => return Err(refuse(format!("it holds no {SUMMARY}"))),
        several => {
            return Err(refuse(format!("it holds {} exports; name one of their folders", several.len())));
        }
    };
    let summary: Summary = parse(&home.join(SUMMARY), &fs::read(home.join(SUMMARY)))?;
    if let Some(format) = summary.output_format.as_deref().filter(|format| *format != "DYNAMODB_JSON") {
        return Err(refuse(format!("its format is {format}; only DYNAMODB_JSON can be read")));
    }
    if let Some(kind) = summary.export_type.as_deref().filter(|kind| *kind != "FULL_EXPORT") {
        return Err(refuse(format!("it is an {kind}; only a FULL_EXPORT holds whole items")));
    }
    let list = fs::read(home.join(FILES)).map_err(|source| DumpError::Io {
        action: "read",
        path: home.join(FILES),
        source,
    })?;
    let mut parts = Vec::new();
    let mut wrong = Vec::new();
    for line in list.split(|&b| b == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
        let file: DataFile = parse(&home.join(FILES), &Ok(line.to_vec()))?;
        // The key is a path in a bucket, of which only the name says anything here.
        let name = file.data_file_s3_key.rsplit('/').next().unwrap_or_default();
        if name.is_empty() || name == ".." || name.contains('\\') {
            return Err(refuse(format!("`{}` is no name of a data file", file.data_file_s3_key)));
        }
        let path = home.join("data").join(name);
        match md5_of(&path) {
            Ok(md5) if md5 == file.md5_checksum => parts.push(Part { path, items: file.item_count }),
            Ok(_) => wrong.push(format!("data/{name} is damaged (its MD5 is another)")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                wrong.push(format!("data/{name} is missing"));
            }
            Err(error) => wrong.push(format!("data/{name}: {error}")),
        }
    }
    if !wrong.is_empty() {
        return Err(refuse(wrong.join(", ")));
    }
    let listed: u64 = parts.iter().map(|part| part.items).sum();
    if listed != summary.item_count {
        return Err(refuse(format!(
            "{FILES} lists {listed} items and {SUMMARY} counts {}",
            summary.item_count
        )));
    }
    Ok(parts)
}

/// Folders that hold a manifest, `depth` levels down at most.
fn manifests(folder: &Path, depth: usize) -> io::Result<Vec<PathBuf>> {
    if folder.join(SUMMARY).is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let mut found = Vec::new();
    let mut level = vec![folder.to_owned()];
    for _ in 0..depth {
        let mut below = Vec::new();
        for folder in level {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                if !entry.file_type()?.is_dir() {
                    continue;
                }
                match entry.path().join(SUMMARY).is_file() {
                    true => found.push(entry.path()),
                    false => below.push(entry.path()),
                }
            }
        }
        level = below;
    }
    found.sort();
    Ok(found)
}

fn parse<T: for<'de> Deserialize<'de>>(path: &Path, bytes: &io::Result<Vec<u8>>) -> Result<T, DumpError> {
    let refuse = |message: String| DumpError::Export { path: path.to_owned(), message };
    match bytes {
        Ok(bytes) => serde_json::from_slice(bytes).map_err(|error| refuse(error.to_string())),
        Err(error) => Err(refuse(error.to_string())),
    }
}

/// As the manifest writes it: base64 of the digest of the file's bytes, compressed as they are.
fn md5_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut md5 = Md5::new();
    let mut buffer = vec![0; 128 * 1024];
    loop {
        match io::Read::read(&mut file, &mut buffer)? {
            0 => return Ok(BASE64.encode(md5.finalize())),
            read => md5.update(&buffer[..read]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An export of two files below `AWSDynamoDB/<id>/`, as S3 lays it out.
    fn export(root: &Path) -> PathBuf {
        let home = root.join("AWSDynamoDB/01693685827463-2d8752fd");
        fs::create_dir_all(home.join("data")).unwrap();
        let mut list = String::new();
        for (name, items) in [("a.json.gz", 2), ("b.json.gz", 1)] {
            fs::write(home.join("data").join(name), name).unwrap();
            let md5 = md5_of(&home.join("data").join(name)).unwrap();
            list.push_str(&format!(
                "{{\"itemCount\":{items},\"md5Checksum\":\"{md5}\",\"etag\":\"-\",\
                 \"dataFileS3Key\":\"AWSDynamoDB/01693685827463-2d8752fd/data/{name}\"}}\n"
            ));
        }
        fs::write(home.join(FILES), list).unwrap();
        fs::write(
            home.join(SUMMARY),
            r#"{"version":"2020-06-30","itemCount":3,"outputFormat":"DYNAMODB_JSON","exportType":"FULL_EXPORT"}"#,
        )
        .unwrap();
        home
    }

    #[test]
    fn an_export_is_found_from_any_of_its_folders() {
        let dir = tempfile::tempdir().unwrap();
        let home = export(dir.path());
        for folder in [dir.path(), &dir.path().join("AWSDynamoDB"), &home] {
            let parts = find(folder).unwrap();
            assert_eq!(parts.iter().map(|part| part.items).collect::<Vec<_>>(), [2, 1]);
            assert!(parts.iter().all(|part| part.path.starts_with(&home)));
        }
    }

    #[test]
    fn what_is_missing_damaged_or_another_format_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let home = export(dir.path());
        fs::remove_file(home.join("data/a.json.gz")).unwrap();
        fs::write(home.join("data/b.json.gz"), "damaged").unwrap();
        let error = find(dir.path()).unwrap_err().to_string();
        assert!(error.contains("data/a.json.gz is missing, data/b.json.gz is damaged"), "{error}");
        export(dir.path());
        for (from, to, says) in [
            ("DYNAMODB_JSON", "ION", "its format is ION"),
            ("FULL_EXPORT", "INCREMENTAL_EXPORT", "it is an INCREMENTAL_EXPORT"),
            ("\"itemCount\":3", "\"itemCount\":4", "lists 3 items"),
            ("{", "", "cannot be read"),
        ] {
            let summary = fs::read_to_string(home.join(SUMMARY)).unwrap();
            fs::write(home.join(SUMMARY), summary.replacen(from, to, 1)).unwrap();
            let error = find(dir.path()).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
            fs::write(home.join(SUMMARY), summary).unwrap();
        }
        let empty = tempfile::tempdir().unwrap();
        assert!(find(empty.path()).unwrap_err().to_string().contains("it holds no manifest-summary.json"));
    }
}
