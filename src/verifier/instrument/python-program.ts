/**
 * What every Python process in a room of the verifier loads first, as `sitecustomize`: it lets the one of the environment
 * run as if it were not there, and notes who ends a process by `os._exit` or `sys.exit`, and what unittest has run.
 * @param trace path in the room of the file that lines are added to
 */
export function pythonProgram(trace: string, workspace: string): string {
  return `# Part of the verification of this change: notes how processes of tests end. See docs/guides/floor.md.
def _begin(TRACE, ROOT, HERE):
${PROGRAM}
_begin(${JSON.stringify(trace)}, ${JSON.stringify(`${workspace}/`)}, __file__.rsplit("/", 1)[0])
del _begin
${CHAIN}`;
}

/** A plugin that the former gives to pytest: what was executed, by file. */
export function pytestProgram(trace: string): string {
  return `# Part of the verification of this change: counts executed tests. See docs/guides/floor.md.
import json as _json, os as _os, sys as _sys
_TRACE = ${JSON.stringify(trace)}
_open, _write, _close, _pid = _os.open, _os.write, _os.close, _os.getpid()
_files, _failed, _seen = {}, [], {}
_told = getattr(_sys, "_cleanroom", None)
${PYTEST}`;
}

const PROGRAM = String.raw`    try:
        import os, sys
        pid = os.getpid()
        o_open, o_write, o_close = os.open, os.write, os.close
        getframe = sys._getframe
        function = type(lambda: 0)

        def text(value):
            if value is None or value is True or value is False:
                return {None: "null", True: "true", False: "false"}[value]
            if isinstance(value, int):
                return str(int(value))
            if isinstance(value, dict):
                return "{" + ",".join(text(str(k)) + ":" + text(v) for k, v in value.items()) + "}"
            if isinstance(value, (list, tuple)):
                return "[" + ",".join(text(v) for v in value) + "]"
            plain = lambda c: c if " " <= c <= "~" and c not in '"\\' else "\\u%04x" % min(ord(c), 0xFFFF)
            return '"' + "".join(plain(c) for c in str(value)) + '"'

        def note(record):
            try:
                record["pid"] = pid
                fd = o_open(TRACE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
                try:
                    o_write(fd, ("\n" + text(record) + "\n").encode("utf-8", "replace"))
                finally:
                    o_close(fd)
            except Exception:
                pass

        def shown(path):
            return path[len(ROOT):] if path.startswith(ROOT) else path

        def caller():
            by = own = None
            frame, left = getframe(2), 60
            while frame is not None and left > 0:
                name = frame.f_code.co_filename
                if not name.startswith("<") and not name.startswith("/"):
                    name = os.path.join(os.getcwd(), name)
                path = shown(name)
                if by is None:
                    by = path[:500]
                if not path.startswith("/") and not path.startswith("<") and "site-packages/" not in path:
                    own = path[:500]
                    break
                frame, left = frame.f_back, left - 1
            return by, own

        asked = [0]

        def watch(module, name, how):
            real = getattr(module, name)

            def ending(*args, **kwargs):
                try:
                    # A child that was forked off ends as it likes.
                    if os.getpid() == pid and asked[0] < 50:
                        asked[0] += 1
                        by, own = caller()
                        code = args[0] if args else kwargs.get("status", 0)
                        note({"t": "ask", "how": how, "code": code if isinstance(code, int) else 0 if code is None else 1, "by": by, "own": own})
                except Exception:
                    pass
                return real(*args, **kwargs)

            ending.__name__ = ending.__qualname__ = name
            ending.__doc__ = real.__doc__
            setattr(module, name, ending)

        watch(os, "_exit", "os._exit")
        watch(sys, "exit", "sys.exit")

        # Functions of test tools that are written in a file of the repository.
        def replaced():
            found = []
            try:
                for name, module in list(sys.modules.items()):
                    if name.split(".")[0] not in ("unittest", "_pytest", "pluggy"):
                        continue
                    for key, value in list(vars(module).items()):
                        own = [(key, value)]
                        if isinstance(value, type) and value.__module__ == name:
                            own = [(key + "." + k, v) for k, v in list(vars(value).items())]
                        for what, f in own:
                            # Types are asked, not attributes: other objects may answer anything.
                            kind = type(f)
                            f = f.fget if kind is property else f.__func__ if kind in (staticmethod, classmethod) else f
                            # Generated ones, such as those of data classes, have no file.
                            if type(f) is not function or f.__code__.co_filename.startswith("<"):
                                continue
                            path = shown(os.path.abspath(f.__code__.co_filename))
                            if not path.startswith("/") and "site-packages/" not in path and len(found) < 50:
                                found.append({"name": (name + "." + what)[:100], "by": path[:500]})
            except Exception:
                pass
            return found

        def told():
            found = replaced()
            if found:
                note({"t": "replaced", "replaced": found})

        sys._cleanroom = told

        # unittest: when its runner is loaded, it says at its end how many tests it ran.
        def with_unittest(module):
            inner = module.TextTestRunner.run

            def run_tests(self, test):
                result = inner(self, test)
                try:
                    if os.getpid() == pid:
                        told()
                        note({"t": "unittest", "run": result.testsRun, "failed": len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses), "skipped": len(result.skipped)})
                except Exception:
                    pass
                return result

            module.TextTestRunner.run = run_tests

        # pytest: its plugin manager gets one more. Not by PYTEST_PLUGINS, which a program with another PYTHONPATH inherits.
        def with_pytest(module):
            inner = module.get_config

            def get_config(*args, **kwargs):
                config = inner(*args, **kwargs)
                try:
                    from importlib.util import module_from_spec, spec_from_file_location
                    spec = spec_from_file_location("cleanroom_pytest", HERE + "/cleanroom_pytest.py")
                    plugin = module_from_spec(spec)
                    spec.loader.exec_module(plugin)
                    config.pluginmanager.register(plugin, "cleanroom_pytest")
                except Exception:
                    pass
                return config

            module.get_config = get_config

        wanted = {"unittest.runner": with_unittest, "_pytest.config": with_pytest}

        class Finder(object):
            def find_spec(self, name, path=None, target=None):
                change = wanted.pop(name, None)
                if change is None:
                    return None
                from importlib.util import find_spec
                spec = find_spec(name)
                if spec is None or spec.loader is None:
                    return spec
                run = spec.loader.exec_module

                def exec_module(module):
                    run(module)
                    try:
                        change(module)
                    except Exception:
                        pass

                spec.loader.exec_module = exec_module
                return spec

        sys.meta_path.insert(0, Finder())
        argv = getattr(sys, "orig_argv", None) or getattr(sys, "argv", None) or []
        note({"t": "start", "ppid": os.getppid(), "main": " ".join(str(a) for a in argv[1:6])[:500], "python": sys.version.split()[0]})
    except Exception:
        pass
`;

const CHAIN = `
# The environment's own, as if this one were not there.
import sys as _sys
_here = __file__.rsplit("/", 1)[0]
_path = list(_sys.path)
_me = _sys.modules.pop("sitecustomize", None)
_sys.path[:] = [_p for _p in _path if _p != _here]
try:
    import sitecustomize
except ImportError as _e:
    if getattr(_e, "name", None) != "sitecustomize":
        raise
    if _me is not None:
        _sys.modules["sitecustomize"] = _me
finally:
    _sys.path[:] = _path
`;

const PYTEST = String.raw`
def pytest_runtest_logreport(report):
    try:
        if getattr(report, "when", None) not in ("setup", "call", "teardown"):
            return
        state = "failed" if report.failed else "skipped" if report.skipped else "passed" if report.when == "call" else None
        if state is None:
            return
        key = report.nodeid
        before = _seen.get(key)
        if before == state or before == "failed" or (before == "skipped" and state != "failed"):
            return
        path = key.split("::")[0]
        counts = _files.setdefault(path, {"passed": 0, "failed": 0, "skipped": 0})
        if before is not None:
            counts[before] -= 1
        counts[state] += 1
        _seen[key] = state
        if state == "failed" and len(_failed) < 100:
            _failed.append(key[:300])
    except Exception:
        pass


def pytest_sessionfinish(session, exitstatus):
    try:
        if hasattr(session.config, "workerinput") or _os.getpid() != _pid:
            return
        if _told is not None:
            _told()
        for path in list(_files)[:5000]:
            _note(dict(_files[path], t="pytest-file", file=path[:500]))
        _note({"t": "pytest", "status": int(exitstatus), "failed": _failed})
    except Exception:
        pass


def _note(record):
    record["pid"] = _pid
    fd = _open(_TRACE, _os.O_WRONLY | _os.O_APPEND | _os.O_CREAT, 0o666)
    try:
        _write(fd, ("\n" + _json.dumps(record) + "\n").encode("utf-8", "replace"))
    finally:
        _close(fd)
`;
