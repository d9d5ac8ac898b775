"""Streams put together by hand: what the opcodes mean at the edges, attacks, and what breaks readers.

Nothing here is ever unpickled with real imports; see `generate.py`.
"""
import struct

# What C `_pickle` makes of each opcode at its edges; `pickle.py` and `pickletools` differ on some.
EDGES = {
    'int_+0': b'I+0\n.',
    'int_-0': b'I-0\n.',
    'int_sp1': b'I 1\n.',
    'int_1sp': b'I1 \n.',
    'int_010': b'I010\n.',
    'int_08': b'I08\n.',
    'int_0x10': b'I0x10\n.',
    'int_0o10': b'I0o10\n.',
    'int_1_0': b'I1_0\n.',
    'int_nul': b'I1\x00\n.',
    'int_nul2': b'I12\x00junk\n.',
    'int_empty': b'I\n.',
    'int_nulonly': b'I\x00\n.',
    'int_0777big': b'I0777777777777777777777777777\n.',
    'int_0x_1': b'I0x_1\n.',
    'int_00': b'I00\n.',
    'int_01': b'I01\n.',
    'int_0_0': b'I0_0\n.',
    'int_000': b'I000\n.',
    'int_1': b'I1\n.',
    'int_0b11': b'I0b11\n.',
    'int_0B_1': b'I0b_1\n.',
    'int_tab': b'I\t7\n.',
    'int_big': b'I99999999999999999999\n.',
    'int_vt': b'I\x0b5\n.',
    'int_+-': b'I+-5\n.',
    'int_-_5': b'I- 5\n.',
    'int_0xoverflow': b'I0xfffffffffffffffff\n.',
    'int_arabic': b'I\xd9\xa5\n.',
    'int_1nulnl': b'I0\x00\n.',
    'long_010L': b'L010L\n.',
    'long_empty': b'L\n.',
    'long_L': b'LL\n.',
    'long_12_L': b'L12 L\n.',
    'long_-1L': b'L-1L\n.',
    'long_0x10L': b'L0x10L\n.',
    'long_1LL': b'L1LL\n.',
    'long_5l': b'L5l\n.',
    'long_nul': b'L5\x00zzL\n.',
    'float_1.': b'F1.\n.',
    'float_.5': b'F.5\n.',
    'float_.': b'F.\n.',
    'float_1e': b'F1e\n.',
    'float_inf': b'Finf\n.',
    'float_INFINITY': b'F-INFINITY\n.',
    'float_nan': b'FNaN\n.',
    'float_-nan': b'F-nan\n.',
    'float_1e999': b'F1e999\n.',
    'float_nul': b'F1.5\x00z\n.',
    'float_1.5r': b'F1.5\r\n.',
    'float_+1': b'F+1\n.',
    'float_empty': b'F\n.',
    'float_0x': b'F0x1p3\n.',
    'float_infin': b'Finfin\n.',
    'float_1e-999': b'F1e-999\n.',
    'float_nulonly': b'F\x00\n.',
    'str_sp': b"S 'a'\n.",
    'str_tsp': b"S'a' \n.",
    'str_esc': b'S\'\\x41\\101\\n\\q\\400\\\'\\"\'\n.',
    'str_badx': b"S'\\x4'\n.",
    'str_trail': b"S'\\'\n.",
    'str_one': b"S'\n.",
    'str_empty': b"S''\n.",
    'str_nonascii': b"S'\xe9'\n.",
    'str_mid_quote': b"S'a'b'\n.",
    'str_xnoascii': b"S'\\xe9'\n.",
    'str_esc_nl': b"S'a\\'\n.",
    'str_uni': b"S'\\u0041'\n.",
    'uni_trunc': b'V\\u12\n.',
    'uni_Uout': b'V\\U00110000\n.',
    'uni_surr': b'V\\ud83d\\ude00\n.',
    'uni_empty': b'V\n.',
    'uni_bs': b'V\\\n.',
    'uni_U_short': b'V\\U0001f60\n.',
    'uni_noline': b'Vabc',
    'binuni_surr': b'X\x03\x00\x00\x00\xed\xa0\x80.',
    'binuni_pair': b'X\x06\x00\x00\x00\xed\xa0\xbd\xed\xb8\x80.',
    'binuni5': b'X\x04\x00\x00\x00\xf4\x90\x80\x80.',
    'dict_odd': b'(K\x01d.',
    'setitems_odd': b'}(K\x01u.',
    'additems_empty_int': b'K\x01(\x90.',
    'appends_empty_int': b'K\x01(e.',
    'setitems_empty_int': b'K\x01(u.',
    'appends_nothing_below': b'(e.',
    'append_under_mark': b'](K\x01a.',
    'append_ba': b'\x96\x01\x00\x00\x00\x00\x00\x00\x00aK\x02a.',
    'appends_ba': b'\x96\x01\x00\x00\x00\x00\x00\x00\x00a(K\x02K\x03e.',
    'setitem_ba': b'\x96\x01\x00\x00\x00\x00\x00\x00\x00aK\x00K\x03s.',
    'setitem_list_ok': b'](K\x05K\x06eK\x01K\ts.',
    'setitem_list_neg': b'](K\x05K\x06eJ\xff\xff\xff\xffK\ts.',
    'setitem_list_bool': b'](K\x05K\x06e\x88K\ts.',
    'setitem_list_str': b'](K\x05e\x8c\x01aK\ts.',
    'setitem_tuple': b'K\x01\x85K\x00K\x02s.',
    'additems_fs': b'(\x91(K\x01\x90.',
    'additems_list': b'](K\x01\x90.',
    'additems_set_unh': b'\x8f(]\x90.',
    'fs_unh': b'(]\x91.',
    'build_int_None': b'K\x01Nb.',
    'build_int_{}': b'K\x01}b.',
    'build_int_(N,N)': b'K\x01NN\x86b.',
    'build_int_(N,{})': b'K\x01N}\x86b.',
    'build_int_(N,{a})': b'K\x01N}\x8c\x01aK\x01s\x86b.',
    'build_int_tuple1': b'K\x01N\x85b.',
    'build_int_5': b'K\x01K\x05b.',
    'build_list_N': b']Nb.',
    'build_dict_{}': b'}}b.',
    'build_list_Q': b']K\x05b.',
    'build_underflow': b'Nb.',
    'build_mark': b'K\x01(}b.',
    'build_int_(N,5)': b'K\x01NK\x05\x86b.',
    'build_dict(N,{}': b'}N}\x86b.',
    'obj_int': b'(K\x01o.',
    'obj_none': b'(o.',
    'obj_dict_cls': b'(cbuiltins\ndict\no.',
    'newobj_int': b'K\x01)\x81.',
    'newobj_arg_list': b'cbuiltins\nlist\n]\x81.',
    'newobj_func': b'cbuiltins\nlen\n)\x81.',
    'newobj_ex': b'\x80\x04cbuiltins\nlist\n)}\x92.',
    'newobj_ex_kw_list': b'\x80\x04cbuiltins\nlist\n)]\x92.',
    'reduce_int': b'K\x01)R.',
    'reduce_list': b'cbuiltins\nlist\n]R.',
    'reduce_tuplesub': b'cbuiltins\nlist\n\x8c\x00cbuiltins\ntuple\n]\x85RR.',
    'inst': b'(ibuiltins\ndict\n.',
    'inst_nomark': b'ibuiltins\ndict\n.',
    'inst_nonascii': b'(ibuiltin\xc3\xa9\ndict\n.',
    'inst_emptymod': b'(i\ndict\n.',
    'global_empty': b'c\nx\n.',
    'global_empty2': b'cos\n\n.',
    'stackglobal_py2': b'U\x08builtinsU\x04dict\x93.',
    'stackglobal_N': b'N\x8c\x01a\x93.',
    'get_miss': b'g5\n.',
    'get_-1': b'g-1\n.',
    'get_sp': b'K\x01p0\n0g 0 \n.',
    'get_00': b'K\x01p0\n0g00\n.',
    'get__': b'K\x01p10\n0g1_0\n.',
    'get_bad': b'K\x01p0\n0gx\n.',
    'put_empty_stack': b'p0\n.',
    'put_under_mark': b'(p0\n.',
    'put_0x1': b'K\x01p0x1\n.',
    'put_huge': b'K\x01p99999999999999999999\n.',
    'memoize_empty': b'\x94.',
    'memoize_after_put': b'K\x01q\x01K\x02\x94h\x00.',
    'memoize_collides': b'K\x01q\x01K\x02\x94K\x03\x94h\x01.',
    'memoize_collide2': b'K\x01q\x01K\x02\x94K\x03\x94h\x02.',
    'put_empty': b'K\x01p\n.',
    'get_float': b'K\x01p0\n0g0.0\n.',
    'ext_0': b'\x82\x00.',
    'ext4_neg': b'\x84\xff\xff\xff\xff.',
    'ext1_unreg': b'\x82\x01.',
    'pop_empty': b'0.',
    'pop_mark': b'(0N.',
    'popmark_none': b'1.',
    'popmark': b'(K\x01K\x021N.',
    'dup_empty': b'2.',
    'dup_mark': b'K\x01(2.',
    'stop_empty': b'.',
    'stop_mark': b'K\x01(.',
    'stop_mark_val': b'(K\x01.',
    'tuple1_mark': b'K\x01(\x85.',
    'tuple2_under': b'K\x01\x86.',
    'tuple_nomark': b't.',
    'list_mark': b'(K\x01l.',
    'stop_left': b'K\x01K\x02.',
    'proto6': b'\x80\x06N.',
    'proto_mid': b'N\x80\x02\x80\x00.',
    'frame_past': b'\x95\x05\x00\x00\x00\x00\x00\x00\x00N.',
    'frame_huge': b'\x95\xff\xff\xff\xff\xff\xff\xff\xffN.',
    'frame_trunc': b'\x95\x05\x00\x00',
    'badop': b'\xff.',
    'badop_nl': b'\n.',
    'readonly_int': b'K\x01\x98.',
    'readonly_bytes': b'C\x01a\x98.',
    'readonly_str': b'\x8c\x01a\x98.',
    'readonly_mark': b'C\x01a(\x98.',
    'nextbuf': b'\x97.',
    'binbytes8_huge': b'\x8e\xff\xff\xff\xff\xff\xff\xff\xff.',
    'bytearray8_huge': b'\x96\xff\xff\xff\xff\xff\xff\xff\x7f.',
    'long1_0': b'\x8a\x00.',
    'long4_0': b'\x8b\x00\x00\x00\x00.',
    'long1': b'\x8a\x02\xff\x00.',
    'dotted_p3': b'\x80\x03ccollections\nabc.Mapping\n.',
    'dotted_p4': b'\x80\x04ccollections\nOrderedDict.fromkeys\n.',
    'dict_unh': b'(]K\x01d.',
    'key_tuple_list': b'}]\x85K\x01s.',
    'key_ba': b'}\x96\x00\x00\x00\x00\x00\x00\x00\x00K\x01s.',
    'key_fs': b'}(\x91K\x01s.',
    'key_set_call': b'}cbuiltins\nset\n)RK\x01s.',
    'pers': b'Pa\n.',
    'pers_nonascii': b'P\xe9\n.',
    'append_int': b'K\x01K\x02a.',
    'stop_empty_str': b'',
    'key_set': b'}\x8fK\x01s.',
    'global_notfound': b'cnope\nx\n.',
    'build_global_func': b'cbuiltins\nlen\n}b.',
    'reduce_mark': b'cbuiltins\nlist\n()R.',
    'append_ba_str': b'\x96\x01\x00\x00\x00\x00\x00\x00\x00a\x8c\x01aa.',
    'ba_extend_str': b'\x96\x01\x00\x00\x00\x00\x00\x00\x00a(\x8c\x01ae.',
    'build_set': b'\x8f}b.',
    'build_bytes': b'C\x00Nb.',
    'build_ba{}': b'\x96\x00\x00\x00\x00\x00\x00\x00\x00}b.',
}


def u(text):
    """SHORT_BINUNICODE or BINUNICODE."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return b"\x8c" + bytes([len(data)]) + data if len(data) < 256 else b"X" + struct.pack("<I", len(data)) + data


def sg(module, name):
    """An import at protocol 4."""
    return u(module) + u(name) + b"\x93"


def session(value):
    """A session that holds the value, as a pickler would write it but for the memo."""
    return b"\x80\x04}(" + u("_permanent") + b"\x88" + u("x") + value + b"u."


SYSTEM = sg("os", "system") + u("echo pwned") + b"\x85R"

# Names that run, import, open, connect, change the process, or hand out what does.
GADGETS = """
os.system os.popen os.execv os.execl os.spawnv os.spawnl os.posix_spawn os.fork os.forkpty os.kill os.remove os.unlink os.rename os.rmdir os.chmod
os.putenv os.environ.update os.open os.write os.startfile os._exit os.abort os.chdir os.getenv os.listdir os.walk os.truncate os.symlink os.mkdir
posix.system posix.popen posix.execv posix._exit nt.system ntpath.os.system posixpath.os.system
subprocess.Popen subprocess.call subprocess.run subprocess.check_call subprocess.check_output subprocess.getoutput subprocess.getstatusoutput _posixsubprocess.fork_exec
builtins.eval builtins.exec builtins.compile builtins.open builtins.__import__ builtins.getattr builtins.setattr builtins.delattr builtins.globals builtins.locals
builtins.vars builtins.dir builtins.input builtins.breakpoint builtins.exit builtins.quit builtins.help builtins.map builtins.filter builtins.super
builtins.__build_class__ builtins.eval.__call__ builtins.object.__subclasses__ builtins.type.__call__ builtins.type.mro builtins.str.format builtins.__dict__.get
__builtin__.eval __builtin__.execfile __builtin__.apply __builtin__.file __builtin__.reload __builtin__.input __builtin__.raw_input __builtin__.__import__ __builtin__.reduce
importlib.import_module importlib.__import__ importlib.reload importlib._bootstrap._gcd_import importlib.util.spec_from_file_location importlib.machinery.SourceFileLoader imp.load_source imp.load_module imp.init_builtin
pkgutil.resolve_name pkgutil.get_data pkgutil.walk_packages zipimport.zipimporter runpy.run_path runpy.run_module runpy._run_code
pickle.loads pickle.load _pickle.loads cPickle.loads pickle.Unpickler _pickle.Unpickler marshal.loads marshal.load shelve.open dbm.open
types.CodeType types.FunctionType types.LambdaType types.MethodType types.ModuleType types.new_class types.CoroutineType
operator.attrgetter operator.methodcaller operator.itemgetter operator.call operator.setitem _operator.attrgetter _operator.methodcaller functools.partial functools.reduce functools.partialmethod _functools.partial _functools.reduce
code.InteractiveInterpreter code.interact codeop.compile_command codeop.CommandCompiler timeit.timeit timeit.Timer timeit.main cProfile.run cProfile.runctx profile.run profile.Profile.run pstats.Stats
pdb.run pdb.Pdb pdb.runeval bdb.Bdb bdb.Bdb.run bdb.Bdb.runeval trace.Trace trace.Trace.run doctest.debug_script doctest.testfile unittest.main unittest.mock._importer unittest.loader.TestLoader.loadTestsFromName
pty.spawn pty.fork tty.setraw ctypes.CDLL ctypes.cdll.LoadLibrary ctypes.PyDLL ctypes.string_at _ctypes.dlopen _ctypes.call_function ctypes.util.find_library
socket.socket socket.create_connection socket.create_server _socket.socket ssl.wrap_socket ssl.get_server_certificate asyncio.create_subprocess_shell asyncio.run asyncio.subprocess.create_subprocess_exec asyncio.unix_events._UnixSubprocessTransport._start
urllib.request.urlopen urllib.request.urlretrieve urllib.request.Request urllib2.urlopen urllib.urlopen httplib.HTTPConnection http.client.HTTPConnection http.client.HTTPSConnection http.server.HTTPServer ftplib.FTP smtplib.SMTP poplib.POP3 imaplib.IMAP4 nntplib.NNTP telnetlib.Telnet xmlrpc.client.ServerProxy socketserver.TCPServer
shutil.rmtree shutil.move shutil.copyfile shutil.make_archive shutil.unpack_archive shutil.which tempfile.mktemp tempfile.NamedTemporaryFile tempfile.mkdtemp linecache.getline linecache.updatecache fileinput.input fileinput.FileInput glob.glob
io.open io.FileIO _io.FileIO _io.open codecs.open tokenize.open zipfile.ZipFile tarfile.open gzip.open bz2.open lzma.open sqlite3.connect _sqlite3.connect mmap.mmap mailbox.mbox netrc.netrc configparser.os.system
logging.FileHandler logging.config.listen logging.config.fileConfig logging.config.dictConfig logging.handlers.SocketHandler logging.basicConfig
multiprocessing.Process multiprocessing.Pool multiprocessing.util.spawnv_passfds multiprocessing.reduction.ForkingPickler.loads concurrent.futures.ProcessPoolExecutor concurrent.futures.ThreadPoolExecutor threading.Thread threading.Timer _thread.start_new_thread thread.start_new_thread sched.scheduler
sys.exit sys.modules.__setitem__ sys.modules.get sys.settrace sys.setprofile sys.path.append sys._getframe sys.setrecursionlimit sys.addaudithook sys.meta_path.append signal.raise_signal signal.signal signal.alarm _signal.raise_signal faulthandler._sigsegv faulthandler._read_null faulthandler.enable resource.setrlimit gc.get_objects gc.get_referrers atexit.register
webbrowser.open webbrowser.get antigravity.geohash this.s pydoc.pipepager pydoc.locate pydoc.safeimport pydoc.browse pydoc.writedoc idlelib.run.Executive.runcode idlelib.pyshell.ModifiedInterpreter.runcommand idlelib.debugobj.ObjectTreeItem.SetText lib2to3.pgen2.grammar.Grammar.loads lib2to3.pgen2.pgen.ParserGenerator
ensurepip._run_pip ensurepip.bootstrap venv.create venv.EnvBuilder zipapp.create_archive compileall.compile_dir py_compile.compile site.execsitecustomize site.addsitedir site.main sysconfig._main platform.popen platform._syscmd_file _osx_support._read_output _osx_support._find_build_tool _aix_support._read_cmd_output _pyrepl.pager.pipe_pager _sitebuiltins.Quitter
distutils.file_util.write_file distutils.spawn.spawn distutils.core.run_setup distutils.util.execute commands.getoutput commands.getstatusoutput popen2.popen2 popen2.Popen3 asyncore.dispatcher smtpd.SMTPServer cgitb.handler crypt.crypt readline.read_init_file rlcompleter.Completer.attr_matches curses.initscr turtle.write_docstringdict tkinter.Tk tkinter.filedialog.askopenfile
_xxsubinterpreters.run_string _xxsubinterpreters.create _interpreters.exec _testcapi.run_in_subinterp _winapi.CreateProcess msvcrt.open_osfhandle winreg.CreateKey _winreg.CreateKey fcntl.ioctl termios.tcsetattr pwd.getpwall grp.getgrall spwd.getspall syslog.openlog
datetime.sys.modules datetime.sys.exit collections._sys.modules.get collections._sys.exit uuid.os.system uuid._get_command_stdout uuid.sys.modules decimal._sys.modules fractions.sys.modules zoneinfo._common.load_tzdata json.decoder.c_scanstring.__self__ markupsafe.functools.partial random._os.urandom enum.sys.exit typing.sys.modules string._sre.compile base64.sys.argv copyreg.add_extension copyreg.pickle copyreg._slotnames copyreg.dispatch_table.update
inspect.getsource inspect.getattr_static dis.dis dis.distb ast.parse ast.literal_eval gettext.translation gettext.c2py argparse.FileType optparse.OptionParser cmd.Cmd.cmdloop nturl2path.url2pathname mimetypes.init modulefinder.ModuleFinder pyclbr.readmodule symtable.symtable tracemalloc.start contextlib.ExitStack.callback weakref.finalize dataclasses.make_dataclass typing.get_type_hints test.support.script_helper.assert_python_ok locale.os.system time.sleep encodings.search_function xml.dom.minidom.parse xml.sax.parse xml.etree.ElementTree.parse plistlib.load wsgiref.simple_server.make_server selectors.DefaultSelector
pip.main pip._internal.main pip._internal.cli.main.main setuptools.sandbox.run_setup pkg_resources.run_script numpy.load numpy.f2py.crackfortran.getlincoef numpy.f2py.crackfortran.param_eval numpy.distutils.exec_command.exec_command numpy.testing._private.utils.runstring numpy.testing.runstring scipy.io.loadmat pandas.read_pickle pandas.read_csv pandas.eval pandas.io.pickle.read_pickle pandas.io.common.get_handle torch.load torch.hub.load torch.jit.load torch.serialization.load torch.utils.bottleneck.__main__.run_cprofile torch._inductor.codecache.compile_file torch.distributed.rpc.internal._internal_rpc_pickler joblib.load joblib.numpy_pickle.load dill.loads dill.load dill._dill._import_module cloudpickle.loads cloudpickle.cloudpickle._make_function jsonpickle.decode yaml.load yaml.unsafe_load ruamel.yaml.load tensorflow.io.read_file keras.models.load_model sklearn.externals.joblib.load
flask.render_template_string flask.cli.load_app jinja2.Template jinja2.Environment jinja2.environment.Template.render mako.template.Template werkzeug.utils.import_string werkzeug.debug.DebuggedApplication werkzeug.serving.run_simple django.utils.module_loading.import_string django.core.management.call_command django.template.Template sqlalchemy.ext.serializer.loads celery.utils.imports.instantiate requests.get requests.sessions.Session urllib3.PoolManager paramiko.SSHClient fabric.Connection invoke.run boto3.client botocore.session.get_session sh.Command plumbum.local pexpect.spawn psutil.Popen IPython.start_ipython ipykernel.kernelapp.launch_new_instance nose.tools.nontrivial pytest.main _pytest.pytester.Pytester.run py.process.cmdexec gunicorn.app.wsgiapp.run gevent.subprocess.Popen twisted.internet.utils.getProcessOutput execnet.makegateway cffi.FFI numba.jit numexpr.evaluate sympy.sympify asteval.Interpreter simpleeval.simple_eval pymysql.connect psycopg2.connect redis.Redis lxml.etree.parse nltk.data.load PIL.ImageMath.eval win32com.client.Dispatch six.exec_ six.moves.builtins.eval six.moves.urllib.request.urlopen past.builtins.execfile future.utils.exec_ importlib_metadata.entry_points zope.dottedname.resolve.resolve toolz.functoolz.compose billiard.popen_fork.Popen kombu.serialization.pickle_loads attr._make._compile_and_eval fsspec.open smart_open.open tornado.template.Template bottle.template pyximport.install cython.inline
myapp.views.os.system myapp.views.subprocess.Popen myapp.models.User.__init__.__globals__ myapp.models.User.__class__ myapp.sys.modules flask.os.system flask.sys.modules.get werkzeug.utils.os.popen
""".split()

# Suspicious at least; whether they harm depends on what they are given.
SUSPECTS = """
builtins.print builtins.max builtins.memoryview builtins.pow statistics.mean copy.copy copy.deepcopy json.loads base64.b64decode
binascii.unhexlify struct.unpack hashlib.new secrets.token_hex math.factorial string.Formatter heapq.merge html.unescape collections.namedtuple re.sub datetime.datetime.now decimal.getcontext
myapp.utils.run_command thirdparty.loader.import_module somepkg.shell.getoutput somepkg.tools.exec_command otherlib.io.read_pickle
""".split()


def split(name):
    """Module and qualified name of a dotted gadget: the name starts at the last part that is not a module."""
    parts = name.split(".")
    qualified = {
        "os.environ.update": 1, "ntpath.os.system": 1, "posixpath.os.system": 1, "builtins.eval.__call__": 1, "builtins.object.__subclasses__": 1,
        "builtins.type.__call__": 1, "builtins.type.mro": 1, "builtins.str.format": 1, "builtins.__dict__.get": 1, "profile.Profile.run": 1, "bdb.Bdb.run": 1,
        "bdb.Bdb.runeval": 1, "trace.Trace.run": 1, "unittest.loader.TestLoader.loadTestsFromName": 2, "ctypes.cdll.LoadLibrary": 1,
        "asyncio.unix_events._UnixSubprocessTransport._start": 2, "multiprocessing.reduction.ForkingPickler.loads": 2, "idlelib.run.Executive.runcode": 2,
        "idlelib.pyshell.ModifiedInterpreter.runcommand": 2, "idlelib.debugobj.ObjectTreeItem.SetText": 2, "lib2to3.pgen2.grammar.Grammar.loads": 3,
        "json.decoder.c_scanstring.__self__": 2, "rlcompleter.Completer.attr_matches": 1, "cmd.Cmd.cmdloop": 1, "contextlib.ExitStack.callback": 1,
        "jinja2.environment.Template.render": 2, "_pytest.pytester.Pytester.run": 2, "copyreg.dispatch_table.update": 1, "datetime.datetime.now": 1,
        "myapp.models.User.__init__.__globals__": 2, "myapp.models.User.__class__": 2, "myapp.views.os.system": 2, "myapp.views.subprocess.Popen": 2,
        "werkzeug.utils.os.popen": 2,
    }
    cut = qualified.get(name)
    if cut is None:
        cut = next((i for i in range(1, len(parts)) if parts[i] in ("sys", "_sys", "os", "_os", "functools", "_sre") and i < len(parts) - 1), len(parts) - 1)
        if parts[0] in ("sys", "os", "six", "functools") and parts[0] != "six":
            cut = 1
    return ".".join(parts[:cut]), ".".join(parts[cut:])


def malicious():
    """Name -> (payload, verdict, note)."""
    out = {}
    for name in GADGETS:
        module, qualname = split(name)
        value = sg(module, qualname) + u("echo pwned") + b"\x85R"
        out["gadget_" + name] = (session(value), "malicious", "REDUCE of %s" % name)
        if "." not in qualname:
            text = b"c%s\n%s\n(S'echo pwned'\ntR." % (module.encode(), qualname.encode())
            out["gadget0_" + name] = (text, "malicious", "the same at protocol 0")
    for name in SUSPECTS:
        module, qualname = split(name)
        out["suspect_" + name] = (session(sg(module, qualname) + u("1") + b"\x85R"), "suspicious", "REDUCE of %s" % name)
    add = lambda name, payload, note, verdict="malicious": out.__setitem__("form_" + name, (payload, verdict, note))
    ga = lambda obj, name: sg("builtins", "getattr") + b"(" + obj + u(name) + b"tR"
    add("inst", b"(S'echo pwned'\nios\nsystem\n.", "INST")
    add("obj", b"(cos\nsystem\nS'echo pwned'\no.", "OBJ")
    add("obj_then_pop", b"(cos\nsystem\nS'echo pwned'\no0}.", "the visible result is {}")
    add("inst_then_pop", b"(S'x'\nios\nsystem\n0}.", "the visible result is {}")
    add("reduce_then_pop_mark", b"\x80\x04(" + SYSTEM + b"1}.", "dropped by POP_MARK")
    add("newobj", b"\x80\x02csubprocess\nPopen\n(]X\x02\x00\x00\x00idat\x81.", "NEWOBJ")
    add("newobj_ex", b"\x80\x04csubprocess\nPopen\n(]X\x02\x00\x00\x00idat}\x92.", "NEWOBJ_EX")
    add("newobj_ex_kwargs", b"\x80\x04" + sg("subprocess", "Popen") + b")}(" + u("args") + u("id") + u("shell") + b"\x88u\x92.", "keyword arguments")
    add("under_stop", b"\x80\x04" + SYSTEM + b"}.", "left on the stack under the result")
    add("in_key", b"\x80\x04}" + SYSTEM + b"\x88s.", "call as a key")
    add("in_set", b"\x80\x04\x8f(" + SYSTEM + b"\x90.", "call as an element of a set")
    add("in_frozenset", b"\x80\x04(" + SYSTEM + b"\x91.", "call as an element of a frozenset")
    add("setitems_hidden", b"\x80\x04}(" + u("a") + SYSTEM + b"u.", "call in a value")
    add("in_args_of_known", b"\x80\x04" + sg("builtins", "set") + b"](" + SYSTEM + b"e\x85R.", "hidden in the argument of an allowed call")
    add("in_state", b"\x80\x04" + sg("myapp.models", "User") + b")\x81}" + u("a") + SYSTEM + b"sb.", "hidden in a state")
    add("in_kwargs", b"\x80\x04" + sg("myapp.models", "User") + b")}" + u("a") + SYSTEM + b"s\x92.", "hidden in keyword arguments")
    add("in_persid", b"\x80\x04" + SYSTEM + b"Q.", "hidden in a persistent id")
    add("broken_after", b"\x80\x04" + SYSTEM + b"\xff", "the stream breaks after the call")
    add("truncated_after", b"\x80\x04" + SYSTEM, "the stream ends after the call")
    add("truncated_in_string", b"\x80\x04" + SYSTEM + b"X\xff\xff\xff\x7fabc", "ends inside a string after the call")
    add("underflow_after", b"\x80\x04" + SYSTEM + b"00.", "stack underflow after the call")
    add("unhashable_after", b"\x80\x04" + SYSTEM + b"}]]s.", "type error after the call")
    add("proto6_after", b"\x80\x04" + SYSTEM + b"\x80\x06.", "unsupported protocol after the call")
    add("memo_overwrite", b"\x80\x04" + u("datetime") + b"q\x000" + u("os") + b"q\x000" + u("system") + b"q\x010h\x00h\x01\x93" + u("id") + b"\x85R.", "PUT over PUT")
    add("memo_put_over_memoize", b"\x80\x04" + u("collections") + b"\x940" + u("os") + b"q\x000" + u("system") + b"\x940h\x00h\x01\x93" + u("id") + b"\x85R.", "PUT over MEMOIZE")
    add("memo_text_index", b"\x80\x04" + u("os") + b"p 0 \n0" + u("system") + b"p+1\n0g00\ng1\n\x93" + u("id") + b"\x85R.", "memo indices as odd text")
    add("memo_sparse", b"\x80\x04" + u("os") + b"r\xff\xff\xff\x7f0" + u("system") + b"p9999999999\n0j\xff\xff\xff\x7fg9999999999\n\x93" + u("id") + b"\x85R.", "large memo indices", )
    add("dup_names", b"\x80\x04" + u("system") + u("os") + b"20\x940h\x00200" + u("os") + u("system") + b"\x93" + u("id") + b"\x85R.", "junk DUP and POP")
    add("names_as_py2_str", b"\x80\x04U\x02osU\x06system\x93" + u("id") + b"\x85R.", "names as Python 2 strings")
    add("names_as_unicode_text", b"\x80\x04V\\u006fs\nVs\\u0079stem\n\x93" + u("id") + b"\x85R.", "names in escapes")
    add("names_as_string_text", b"\x80\x04S'\\x6fs'\nS's\\171stem'\n\x93" + u("id") + b"\x85R.", "names in other escapes")
    add("names_binunicode8", b"\x80\x04\x8d\x02\0\0\0\0\0\0\0os\x8d\x06\0\0\0\0\0\0\0system\x93" + u("id") + b"\x85R.", "names with long lengths")
    add("names_computed", b"\x80\x04" + sg("builtins", "str") + u("os") + b"\x85R" + u("system") + b"\x93" + u("id") + b"\x85R.", "module name is the result of a call")
    add("names_imported", b"\x80\x04" + sg("string", "name") + u("system") + b"\x93" + u("id") + b"\x85R.", "module name is an imported constant")
    add("names_persid", b"\x80\x04Pos\n" + u("system") + b"\x93)R.", "module name is a persistent object")
    add("getattr_chain", b"\x80\x04" + ga(sg("os", "path"), "os") + b".", "getattr on a module")
    add("getattr_known_base", b"\x80\x04" + ga(sg("datetime", "datetime"), "__class__") + b".", "dunder of a known type")
    add("getattr_subclasses", b"\x80\x04" + ga(ga(sg("builtins", "object"), "__subclasses__"), "__call__") + b")R.", "chain of dunders")
    add("getattr_through_class", b"\x80\x04" + ga(ga(sg("uuid", "UUID"), "os"), "system") + u("id") + b"\x85R.", "chain that ends in os.system")
    add("getattr_p4_path", b"\x80\x04" + sg("uuid", "UUID.__init__.__globals__") + b".", "dotted name through dunders")
    add("getattr_of_call", b"\x80\x04" + ga(sg("builtins", "list") + b")R", "pop") + b".", "a method of a list", "unknown")
    add("getattr_of_str", b"\x80\x04" + ga(u(""), "format") + b".", "a method of a string", "unknown")
    add("getattr_computed_name", b"\x80\x04" + sg("builtins", "getattr") + b"(" + sg("myapp.models", "User") + sg("builtins", "str") + u("x") + b"\x85RtR.", "attribute name is computed")
    add("getattr_default", b"\x80\x04" + sg("builtins", "getattr") + b"(" + sg("myapp.models", "User") + u("a") + sg("myapp.models", "b") + b"tR.", "getattr with a default")
    add("getattr_passed", b"\x80\x04" + sg("myapp.models", "apply") + sg("builtins", "getattr") + b"\x85R.", "getattr handed to an application function")
    add("getattr_factory", b"\x80\x04" + sg("collections", "defaultdict") + sg("builtins", "getattr") + b"\x85R.", "getattr as a default factory")
    add("getattr_obj", b"\x80\x04(" + sg("builtins", "getattr") + sg("os", "path") + u("os") + b"o.", "getattr by OBJ")
    add("getattr_inst", b"(cos\npath\nS'os'\nibuiltins\ngetattr\n.", "getattr by INST")
    add("getattr_newobj_func", b"\x80\x04" + sg("copyreg", "__newobj__") + sg("builtins", "getattr") + u("a") + b"\x86R.", "getattr through __newobj__")
    add("type_three", b"\x80\x04" + sg("builtins", "type") + u("X") + sg("builtins", "object") + b"\x85}\x87R.", "makes a class", "suspicious")
    add("proto_midstream", b"\x80\x02}0\x80\x04" + sg("builtins", "eval.__call__") + u("1") + b"\x85R.", "PROTO in the middle changes name rules")
    add("ext4", b"\x80\x02\x84\xff\xff\xff\x7f)R.", "EXT4", "suspicious")
    add("ext1", b"\x80\x02\x82\x01)R.", "EXT1", "suspicious")
    add("ext2_value", b"\x80\x02\x83\x01\x02.", "EXT2 as a value", "suspicious")
    add("persid", b"Pfoo\n.", "persistent id", "suspicious")
    add("binpersid", b"\x80\x02X\x02\x00\x00\x00idQ.", "BINPERSID", "suspicious")
    add("binpersid_call", b"\x80\x02X\x02\x00\x00\x00idQ)R.", "call of a persistent object", "suspicious")
    add("nested_pickle", session(sg("pickle", "loads") + b"C\x15cos\nsystem\n(S'id'\ntR.\x85R"), "pickle in a pickle")
    add("nested_twice", session(sg("_pickle", "loads") + b"C" + bytes([len(b"cpickle\nloads\n(S'cos\\nsystem\\n.'\ntR.")]) + b"cpickle\nloads\n(S'cos\\nsystem\\n.'\ntR." + b"\x85R"), "pickle in a pickle in a pickle")
    add("global_no_call", b"\x80\x04}" + u("f") + sg("os", "system") + b"s.", "named and not called")
    add("global_as_factory", session(sg("collections", "defaultdict") + sg("os", "getcwd") + b"\x85R"), "called later, by a missing key")
    add("homoglyph", session(sg("d\u0430tetime", "datetime") + u("x") + b"\x85R"), "Cyrillic a in datetime", "suspicious")
    add("newline_in_module", session(sg("os\n", "system") + u("id") + b"\x85R"), "newline in the module name", "suspicious")
    add("escape_in_name", session(sg("app.\x1b[31mmodels", "User") + b")R"), "terminal escape in a name", "suspicious")
    add("bidi_in_name", session(sg("app.models", "\u202eresU") + b")R"), "bidi control in a name", "suspicious")
    add("surrogate_in_name", session(sg("app.models", "U\udc00") + b")R"), "lone surrogate in a name", "suspicious")
    add("empty_name", session(sg("app", "") + b")R"), "empty name", "suspicious")
    add("dots_in_name", session(sg("app..models", "User") + b")R"), "nothing between dots", "suspicious")
    add("build_global", b"\x80\x04" + sg("myapp.models", "User") + b"}" + u("is_admin") + b"\x88sb.", "sets attributes of a class")
    add("build_global_slots", b"\x80\x04" + sg("myapp.models", "User") + b"N}" + u("check_password") + sg("builtins", "bool") + b"s\x86b.", "patches a method")
    add("append_global", b"\x80\x04" + sg("myapp.models", "ADMINS") + u("me") + b"a.", "appends to a list of the application")
    add("setitem_global", b"\x80\x04" + sg("myapp.models", "CONFIG") + u("k") + u("v") + b"s.", "sets an item of a dict of the application")
    add("setitems_sys_modules", b"\x80\x04" + sg("sys", "modules") + u("os") + u("v") + b"s.", "replaces a module")
    add("state_setstate", b"\x80\x04" + sg("myapp.models", "User") + b")\x81}" + u("__setstate__") + sg("myapp.models", "f") + b"sb" + u("x") + b"b.", "state that brings its own __setstate__")
    add("state_class", b"\x80\x04" + sg("myapp.models", "User") + b")\x81N}" + u("__class__") + sg("myapp.models", "Admin") + b"s\x86b.", "state that replaces the class")
    add("call_of_call", b"\x80\x04" + sg("myapp.models", "factory") + b")R)R.", "call of a result", "suspicious")
    add("args_from_call", b"\x80\x04" + sg("builtins", "set") + sg("myapp.models", "f") + b")RR.", "argument tuple is computed", "suspicious")
    add("reconstructor_eval", b"ccopy_reg\n_reconstructor\n(cos\nsystem\nc__builtin__\nobject\nNtR.", "_reconstructor of a function")
    add("newobj_func", b"\x80\x02ccopy_reg\n__newobj__\n(csubprocess\nPopen\nX\x02\x00\x00\x00idtR.", "__newobj__ of Popen")
    add("datetime_bad_state", session(sg("datetime", "datetime") + b"C\x03abc\x85R"), "datetime with a state of 3 bytes", "suspicious")
    add("datetime_str", session(sg("datetime", "datetime") + u("2026") + b"\x85R"), "datetime with text", "suspicious")
    add("bytearray_huge", session(sg("builtins", "bytearray") + b"J\xff\xff\xff\x7f\x85R"), "bytearray(2**31): memory", "suspicious")
    add("set_of_range", session(sg("builtins", "set") + sg("builtins", "range") + b"J\xff\xff\xff\x7f\x85R\x85R"), "set(range(2**31)): memory", "suspicious")
    add("fraction_bomb", session(sg("fractions", "Fraction") + u("1e999999999") + b"\x85R"), "10 ** 999999999: time", "suspicious")
    add("encode_rot13", session(sg("_codecs", "encode") + u("os") + u("rot13") + b"\x86R"), "computes text", "suspicious")
    add("decode_utf8", session(sg("_codecs", "decode") + b"C\x02os" + u("utf-8") + b"\x86R"), "computes text", "suspicious")
    add("frame_hides", b"\x80\x04\x95\x01\x00\x00\x00\x00\x00\x00\x00}0" + SYSTEM + b".", "call behind the end of its frame")
    add("frame_nested", b"\x80\x04\x95" + struct.pack("<Q", len(SYSTEM) + 10) + b"\x95\x01\0\0\0\0\0\0\0" + SYSTEM + b".", "frame in a frame")
    add("mark_games", b"\x80\x04((((0000" + SYSTEM + b"0(}0}.", "marks pushed and popped")
    add("stop_in_string", b"\x80\x04" + u(".....") + b"0" + SYSTEM + b".", "STOP bytes in a string")
    add("py2_names", b"c__builtin__\neval\n(S'1'\ntR.", "Python 2 name of eval")
    add("py2_input", b"c__builtin__\ninput\n(S'1'\ntR.", "Python 2 input evaluates")
    add("exceptions_module", b"cexceptions\nos\n.", "no exception")
    add("big_then_call", b"\x80\x04\x8e" + struct.pack("<Q", 3000) + b"." * 3000 + b"0" + SYSTEM + b".", "call behind 3,000 bytes")
    return out


def hostile():
    """Name -> (payload, verdict, note): broken streams and those that explode. Larger ones are built in hostile.rs."""
    out = {}
    add = lambda name, payload, verdict, note: out.__setitem__(name, (payload, verdict, note))
    laugh = b"\x80\x02](X\x03\0\0\0loleq\x000"
    for i in range(1, 40):
        laugh += b"](" + bytes([0x68, i - 1]) * 10 + b"eq" + bytes([i]) + b"0"
    add("laughs_list", laugh + b"h\x27.", "safe", "10^40 leaves in 1 KB")
    laugh = b"\x80\x02}X\x03\0\0\0lolq\x000"
    for i in range(1, 60):
        laugh += b"(" + bytes([0x68, i - 1]) * 8 + b"tq" + bytes([i]) + b"0"
    add("laughs_tuple_key", laugh + b"h\x3bK\x01s.", "safe", "8^59 leaves in a key")
    add("laughs_dup", b"\x80\x02X\x03\0\0\0lol\x85" + b"2\x86\x85" * 60 + b".", "safe", "doubling by DUP")
    fs = b"\x80\x04(\x91\x94h\x00\x85\x94"
    a, b = 0, 1
    for i in range(30):
        fs += b"(" + bytes([0x68, a, 0x68, b]) + b"\x91\x94" + bytes([0x68, b]) + b"\x85\x94"
        a, b = 2 + 2 * i, 3 + 2 * i
    add("laughs_frozenset", fs + b".", "safe", "frozensets that share members")
    add("laughs_dict", b"\x80\x02}q\x00" + b"".join(b"}(K\x00h" + bytes([i]) + b"K\x01h" + bytes([i]) + b"uq" + bytes([i + 1]) for i in range(40)) + b".", "safe", "2^40 leaves through dicts")
    add("deep_list", b"]" * 2000 + b"a" * 1999 + b".", "safe", "2,000 nested lists")
    add("deep_tuple", b")" + b"\x85" * 2000 + b".", "safe", "2,000 nested tuples")
    add("deep_dict", b"}" + b"K\x00}" * 1500 + b"s" * 1500 + b".", "safe", "1,500 nested dicts")
    add("marks", b"(" * 1000 + b"0" * 1000 + b"}.", "safe", "1,000 marks dropped")
    add("memo_bomb", b"}" + b"".join(b"p%d\n" % (10**i) for i in range(18)) + b".", "safe", "memo indices up to 10^17")
    add("memo_negative", b"]p-1\n.", "invalid", "PUT -1")
    add("memo_beyond_64_bits", b"]p99999999999999999999\n.", "invalid", "PUT beyond 64 bits")
    for op, n in ((b"B", 4), (b"T", 4), (b"X", 4), (b"\x8d", 8), (b"\x8e", 8), (b"\x96", 8), (b"\x8b", 4)):
        for name, value in (("max", b"\xff" * (n - 1) + b"\x7f"), ("neg", b"\xff" * n)):
            add("length_%02x_%s" % (op[0], name), b"\x80\x05" + op + value + b"abc.", "invalid", "length prefix far beyond the end")
    add("int_4301_digits", b"I" + b"9" * 4301 + b"\n.", "limit", "Python refuses more than 4,300 digits")
    add("long_4301_digits", b"L" + b"9" * 4301 + b"L\n.", "limit", "Python refuses more than 4,300 digits")
    add("int_4300_digits", b"I" + b"9" * 4300 + b"\n.", "safe", "as many digits as Python takes")
    add("int_hex_5000_digits", b"I0x" + b"f" * 5000 + b"\n.", "safe", "no limit for hexadecimal")
    add("long4_1000_bytes", b"\x8b\xe8\x03\0\0" + b"\x7f" * 1000 + b".", "safe", "an integer of 1,000 bytes")
    add("dup_keys", b"\x80\x02}(X\x01\0\0\0aK\x01X\x01\0\0\0aK\x02u.", "safe", "the same key twice")
    add("dup_keys_numeric", b"\x80\x02}(K\x01N\x88\x88G?\xf0\0\0\0\0\0\0\x89u.", "safe", "1, True and 1.0 are one key")
    add("top_not_dict", b"\x80\x04]K\x01a.", "safe", "a session that is a list")
    add("trailing_garbage", b"\x80\x04}.GARBAGE", "safe", "bytes behind STOP")
    add("trailing_pickle", b"\x80\x04}.cos\nsystem\n(S'id'\ntR.", "safe", "Python never reads behind STOP")
    add("frame_short", b"\x80\x04\x95\x01\0\0\0\0\0\0\0}\x94.", "safe", "frame shorter than its content")
    add("frame_zero", b"\x80\x04\x95\0\0\0\0\0\0\0\0}.", "safe", "empty frame")
    add("frame_nested", b"\x80\x04\x95\x0c\0\0\0\0\0\0\0\x95\x02\0\0\0\0\0\0\0}..", "safe", "frame in a frame")
    add("cr_newlines", b"I1\r\n.", "safe", "CR before LF")
    add("cr_in_global", b"cos\r\nsystem\r\n.", "suspicious", "CR stays in the name")
    add("build_on_int", b"\x80\x02K\x01}b.", "invalid", "an int has no __dict__")
    add("append_to_dict", b"\x80\x02}K\x01a.", "invalid", "a dict has no append")
    add("append_to_tuple", b"\x80\x02)K\x01a.", "invalid", "a tuple has no append")
    add("setitem_on_list", b"\x80\x02]K\x01K\x02s.", "invalid", "index beyond an empty list")
    add("unhashable_key", b"\x80\x02}]K\x01s.", "invalid", "list as a key")
    add("unhashable_deep", b"\x80\x02}]\x85\x85\x85K\x01s.", "invalid", "list in tuples as a key")
    add("unhashable_in_set", b"\x80\x04\x8f(}\x90.", "invalid", "dict in a set")
    add("reduce_not_tuple", b"cmyapp.models\nUser\n]R.", "invalid", "argument is a list")
    add("reduce_of_str", b"\x80\x04" + u("os") + b")R.", "invalid", "a str is not callable")
    add("newobj_of_int", b"\x80\x04K\x01)\x81.", "invalid", "an int is no class")
    add("stack_global_ints", b"\x80\x04K\x01K\x02\x93.", "invalid", "names must be str")
    add("stack_global_bytes", b"\x80\x04C\x02osC\x06system\x93.", "invalid", "names must be str")
    add("global_not_utf8", b"c\xff\xfe\nx\n.", "invalid", "module name is not UTF-8")
    add("next_buffer", b"\x80\x05\x97.", "invalid", "no buffers beside")
    add("readonly_bytearray", b"\x80\x05\x96\x03\0\0\0\0\0\0\0abc\x98.", "unknown", "a read-only memoryview")
    add("py2_str_latin1", b"\x80\x02}U\x01aU\x02\xe9\xe8s.", "safe", "Python 2 text that is not ASCII")
    add("sbcs", bytes(range(128, 256)), "invalid", "bytes that are no pickle")
    add("json", b'{"_permanent": true}', "invalid", "JSON")
    add("html", b"<!doctype html>", "invalid", "HTML")
    add("zeros", b"\0" * 64, "invalid", "zeros")
    add("gzip", b"\x1f\x8b\x08\0\0\0\0\0", "invalid", "gzip")
    return out
