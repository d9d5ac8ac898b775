//! Writing with a second look: the pickle is read again and compared before anybody gets it.
//!
//! It does not look for the cause of a difference.

use thiserror::Error;

use super::follow::follows;
use super::{Graph, Limits, ReadError, WriteError, difference, read, write};

/// Why a pickle was not written.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// The graph cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The result cannot be read.
    #[error("the pickle cannot be read back")]
    Read(#[source] ReadError),
    /// The result is something else.
    #[error("the pickle does not hold the same value")]
    Different,
}

/// Writes the value of a graph at a protocol from 0 to 5, reads the result and compares it with the graph: opcode by opcode
/// for what nearly all sessions hold, as a second graph for the rest.
///
/// The result has at most 16 MiB; what is read back keeps the default limits of nodes, memo and stack.
///
/// ```
/// use sessctl::pickle::{Graph, Value, write_verified};
///
/// let mut graph = Graph::new();
/// let (dict, key, value) = (graph.add_dict(), graph.add_str("n"), graph.add(Value::Int(7)));
/// graph.set_items(dict, &[key, value]);
/// graph.set_root(dict);
/// assert_eq!(write_verified(&graph, 2)?, b"\x80\x02}q\x00X\x01\x00\x00\x00nq\x01K\x07s.");
/// # Ok::<(), sessctl::pickle::VerifyError>(())
/// ```
///
/// # Errors
/// When the graph cannot be written, or the result is not the same value: it must not be used then.
pub fn write_verified(graph: &Graph, protocol: u8) -> Result<Vec<u8>, VerifyError> {
    let bytes = write(graph, protocol)?;
    if follows(graph, &bytes) {
        return Ok(bytes);
    }
    let limits = Limits { input: usize::MAX, opcodes: usize::MAX, ..Limits::default() };
    let again = read(bytes, &limits).map_err(VerifyError::Read)?;
    match difference(graph, &again.graph) {
        None => Ok(again.graph.into_input()),
        Some(_) => Err(VerifyError::Different),
    }
}
