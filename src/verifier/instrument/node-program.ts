/**
 * What every Node process in a room of the verifier loads first. It notes which main script ran, how the process ended, who
 * asked for that, and which functions of test libraries were replaced by whom. It keeps what it calls before anyone else
 * runs, changes nothing that a program can see but `process.exit`, `process.reallyExit`, `process.emit` and
 * `Module.prototype.require`, which do what they did, and never throws. Old syntax: any Node of a repository may load it.
 * @param trace path in the room of the file that lines are added to
 * @param workspace path in the room
 */
export function nodeProgram(trace: string, workspace: string): string {
  return `'use strict';
// Part of the verification of this change: notes how processes of tests end. See docs/guides/floor.md.
(function () {
var TRACE = ${JSON.stringify(trace)}, ROOT = ${JSON.stringify(`${workspace}/`)};
${PROGRAM}
})();
`;
}

/** Packages whose functions decide whether a test passes. */
const LIBRARIES = [
  'tape',
  'tap',
  '@tapjs',
  'libtap',
  'mocha',
  'chai',
  'chai-as-promised',
  'jasmine',
  'jasmine-core',
  'jest',
  'jest-circus',
  'jest-jasmine2',
  'jest-runner',
  'expect',
  '@jest',
  'vitest',
  '@vitest',
  'ava',
  'uvu',
  'qunit',
  'should',
  'must',
  'expect.js',
  'unexpected',
  'power-assert',
  'assert',
  'nodeunit',
  '@hapi/lab',
  '@hapi/code',
  'zora',
  'brittle',
  'lab',
  'code',
  'test',
];

const PROGRAM = String.raw`
var LIBRARIES = ${JSON.stringify(LIBRARIES)};
try {
  var fs = require('fs'), Module = require('module');
  var open = fs.openSync, write = fs.writeSync, close = fs.closeSync, readFile = fs.readFileSync;
  var apply = Reflect.apply, define = Object.defineProperty, names = Object.getOwnPropertyNames;
  var describe = Object.getOwnPropertyDescriptor, keysOf = Object.keys, stringify = JSON.stringify;
  var capture = Error.captureStackTrace, text = Function.prototype.toString;
  var exit = process.exit, reallyExit = process.reallyExit, emit = process.emit, execve = process.execve;
  var load = Module.prototype.require, cache = Module._cache;
  var pid = process.pid, self = __filename;
  var libraries = new Set(LIBRARIES);
  // Worker threads may not abort; to load their module just to ask costs two milliseconds.
  var thread = process.abort.disabled === true;

  var note = function (record) {
    try {
      record.pid = pid;
      if (thread) record.thread = true;
      var line = '\n' + stringify(record) + '\n';
      if (line.length > 60000) return;
      var fd = open(TRACE, 'a', 438);
      try { write(fd, line); } finally { close(fd); }
    } catch (e) {}
  };

  /** As readers see it: relative to the workspace. */
  var shown = function (file) {
    var path = String(file);
    if (path.slice(0, 7) === 'file://') { path = path.slice(7).split('?')[0]; try { path = decodeURIComponent(path); } catch (e) {} }
    return (path.indexOf(ROOT) === 0 ? path.slice(ROOT.length) : path).slice(0, 500);
  };
  var internal = function (file) { return !file || file.slice(0, 5) === 'node:' || file === self || (file[0] !== '/' && file.slice(0, 5) !== 'file:'); };
  var foreign = function (path) { return path[0] === '/' || ('/' + path).indexOf('/node_modules/') >= 0; };

  /** Who calls: the nearest file that is no part of node, and the nearest one of the workspace's own. */
  var caller = function (below) {
    var found = { by: null, own: null };
    var prepare = Error.prepareStackTrace, limit = Error.stackTraceLimit;
    try {
      Error.stackTraceLimit = 60;
      Error.prepareStackTrace = function (e, sites) { return sites; };
      var holder = {};
      capture(holder, below);
      var sites = holder.stack;
      for (var i = 0; i < sites.length; i++) {
        var file = sites[i].getFileName();
        if (!file) {
          var origin = /\((?:file:\/\/)?(\/[^()]*?):\d+:\d+\)\s*$/.exec(String(sites[i].getEvalOrigin() || ''));
          file = origin ? origin[1] : null;
        }
        if (internal(file)) continue;
        var path = shown(file);
        if (found.by === null) found.by = path;
        if (!foreign(path)) { found.own = path; break; }
      }
    } catch (e) {}
    try { Error.prepareStackTrace = prepare; Error.stackTraceLimit = limit; } catch (e) {}
    return found;
  };

  // What decides about tests, as it was when the first file of the repository itself was loaded, or when it came later.
  var watched = [], seen = new Set(), sources = new Set();
  var watch = function (owner, what, depth) {
    if (owner === null || (typeof owner !== 'object' && typeof owner !== 'function') || seen.has(owner) || watched.length > 3000) return;
    seen.add(owner);
    var keys = names(owner);
    for (var i = 0; i < keys.length && i < 400; i++) {
      var key = keys[i];
      if (key === 'caller' || key === 'callee' || key === 'arguments' || key === 'constructor') continue;
      var property = describe(owner, key);
      if (property === undefined) continue;
      var value = property.value;
      if (typeof value === 'function') {
        watched.push([owner, key, value, what]);
        if (depth > 0) { watch(value, what + '.' + key, depth - 1); if (value.prototype) watch(value.prototype, what + '.' + key + '.prototype', 0); }
      } else if (property.get && depth < 2) watched.push([owner, key, property.get, what, true]);
    }
    if (typeof owner === 'function' && owner.prototype && depth > 0) watch(owner.prototype, what + '.prototype', 0);
  };
  // What tests and their libraries are made of, as it is before anyone else runs.
  var basics = [
    [Object, 'Object', 'is keys values entries getOwnPropertyNames getPrototypeOf'], [Array, 'Array', 'isArray from'],
    [Array.prototype, 'Array.prototype', 'every some filter map forEach includes indexOf join push sort concat slice'],
    [String.prototype, 'String.prototype', 'slice replace indexOf includes split trim toString'],
    [RegExp.prototype, 'RegExp.prototype', 'test exec'], [Function.prototype, 'Function.prototype', 'call apply bind'],
    [JSON, 'JSON', 'stringify parse'], [Reflect, 'Reflect', 'apply'], [Promise.prototype, 'Promise.prototype', 'then'],
    [Module, 'Module', '_load _resolveFilename'], [Module.prototype, 'Module.prototype', '_compile'], [Module._extensions, 'Module._extensions', '.js'],
    [fs, 'fs', 'readFileSync writeSync'], [Math, 'Math', 'min max abs'], [require('events').prototype, 'EventEmitter.prototype', 'emit on'],
  ];
  for (var b = 0; b < basics.length; b++) {
    var each = basics[b][2].split(' ');
    for (var k = 0; k < each.length; k++) {
      var own = describe(basics[b][0], each[k]);
      if (own && own.value) watched.push([basics[b][0], each[k], own.value, basics[b][1]]);
    }
  }
  var inherited = new Set(names(Object.prototype));
  var nameOf = function (file) {
    var at = file.lastIndexOf('/node_modules/');
    if (at < 0) return undefined;
    var parts = file.slice(at + 14).split('/');
    var name = parts[0][0] === '@' ? parts[0] + '/' + parts[1] : parts[0];
    return libraries.has(name) ? name : libraries.has(parts[0]) ? parts[0] : undefined;
  };
  var known = new Set(), looked = 0;
  var watchLibraries = function () {
    var files = keysOf(cache);
    if (files.length === looked) return;
    looked = files.length;
    for (var i = 0; i < files.length; i++) {
      var file = files[i];
      if (known.has(file)) continue;
      var module = cache[file];
      if (!module || !module.loaded) continue;
      known.add(file);
      var name = nameOf(file);
      if (name === undefined) continue;
      sources.add(name);
      try { watch(module.exports, name, 1); } catch (e) {}
    }
  };
  var globals = ['it', 'test', 'describe', 'suite', 'expect', 'before', 'beforeEach', 'after', 'afterEach', 'specify', 'context'];
  var started = false;
  var begin = function () {
    started = true;
    for (var i = 0; i < globals.length; i++) {
      var value = globalThis[globals[i]];
      if (typeof value === 'function') watched.push([globalThis, globals[i], value, 'global']);
    }
    watchLibraries();
  };
  var builtin = { assert: 1, 'node:assert': 1, 'assert/strict': 1, 'node:assert/strict': 1, 'node:test': 1 };
  define(Module.prototype, 'require', {
    configurable: true, enumerable: true, writable: true,
    value: function require(id) {
      var mine = false;
      try {
        mine = typeof id === 'string' && typeof this.filename === 'string' && this.filename.indexOf(ROOT) === 0 && this.filename.indexOf('/node_modules/') < 0;
        if (mine && !started) begin();
      } catch (e) {}
      var made = arguments.length === 1 ? apply(load, this, [id]) : apply(load, this, arguments);
      if (mine) try {
        if (builtin[id] === 1) {
          sources.add(id);
          if (assertedBy.length < 20) assertedBy.push(shown(this.filename));
          watch(made, id, 1);
        } else if (id[0] !== '.' && id[0] !== '/') watchLibraries();
      } catch (e) {}
      return made;
    },
  });
  var assertedBy = [];

  /** Files in which functions are written, by the debugger of this very process. Only asked where one was replaced. */
  var locate = function (functions) {
    var found = { files: functions.map(function () { return null; }), scripts: [] };
    try {
      var inspector = require('inspector');
      var session = new inspector.Session();
      session.connect();
      var urls = new Map();
      session.on('Debugger.scriptParsed', function (message) { urls.set(message.params.scriptId, message.params.url); });
      var post = function (method, params) {
        var answer;
        session.post(method, params, function (error, result) { answer = error ? undefined : result; });
        return answer;
      };
      post('Debugger.enable');
      var key = '__cleanroom_' + pid;
      define(globalThis, key, { configurable: true, value: functions });
      var list = post('Runtime.evaluate', { expression: 'globalThis.' + key });
      delete globalThis[key];
      var entries = post('Runtime.getProperties', { objectId: list.result.objectId, ownProperties: true }).result;
      for (var i = 0; i < entries.length; i++) {
        if (!/^\d+$/.test(entries[i].name) || !entries[i].value || !entries[i].value.objectId) continue;
        var objectId = entries[i].value.objectId;
        for (var hops = 0; hops < 4 && objectId; hops++) {
          var inner = post('Runtime.getProperties', { objectId: objectId, ownProperties: true }).internalProperties || [];
          var place = inner.filter(function (p) { return p.name === '[[FunctionLocation]]'; })[0];
          var target = inner.filter(function (p) { return p.name === '[[TargetFunction]]'; })[0];
          if (place) { found.files[Number(entries[i].name)] = urls.get(place.value.value.scriptId) || ''; break; }
          objectId = target && target.value && target.value.objectId;
        }
      }
      urls.forEach(function (url) { if (url && !internal(url)) found.scripts.push(url); });
      session.disconnect();
    } catch (e) {}
    return found;
  };

  /** Loaded files of the repository itself that speak of one of these words: where nothing tells who did something. */
  var mentions = function (scripts, pattern) {
    var found = [], files = new Set(scripts.concat(keysOf(cache)).map(shown));
    files.forEach(function (path) {
      if (foreign(path) || found.length >= 50) return;
      try { if (pattern.test(String(readFile(ROOT + path)).slice(0, 2000000))) found.push(path); } catch (e) {}
    });
    return found;
  };

  var asked = 0, unknown = 0, inside = false, ended = false, firstCode, askedCode, caught = [];
  var ask = function (how, code, below) {
    if (asked++ > 50) return;
    var who = caller(below);
    if (who.by === null) unknown++;
    // At its end a process has said how its tests went: then only who asks counts, and not whose listener that runs below.
    if (firstCode !== undefined && who.by !== null && foreign(who.by)) who.own = null;
    note({ t: 'ask', how: how, code: code === undefined || code === null ? Number(process.exitCode || 0) : Number(code), by: who.by, own: who.own });
  };
  var last = function (code) {
    ended = true;
    var record = { t: 'end', code: Number(code || 0), was: firstCode === undefined ? Number(code || 0) : firstCode };
    try {
      watchLibraries();
      record.libraries = Array.from(sources);
      record.assertedBy = assertedBy;
      var replaced = [];
      for (var i = 0; i < watched.length && replaced.length < 60; i++) {
        var one = watched[i], property = describe(one[0], one[1]);
        var now = property === undefined ? undefined : one[4] ? property.get : property.get || property.value;
        if (now !== one[2]) replaced.push({ name: one[3] + '.' + one[1], value: now, word: one[1] });
      }
      var own = [[process, 'exit', wrapped.exit], [process, 'reallyExit', wrapped.reallyExit], [process, 'emit', wrapped.emit]];
      // A hook for the end of processes that passes on what a runner of tests asked for.
      var hook = askedCode === 0 && process.exit === wrapped.exit;
      for (var j = 0; j < own.length && !hook; j++)
        if (own[j][0][own[j][1]] !== own[j][2]) replaced.push({ name: 'process.' + own[j][1], value: own[j][0][own[j][1]], word: own[j][1] });
      var added = names(Object.prototype);
      for (var a = 0; a < added.length && replaced.length < 60; a++) {
        if (inherited.has(added[a])) continue;
        var more = describe(Object.prototype, added[a]);
        var made = more.get || more.set || more.value;
        if (typeof made === 'function') replaced.push({ name: 'Object.prototype.' + added[a], value: made, word: added[a] });
      }
      var capture = typeof process.hasUncaughtExceptionCaptureCallback === 'function' && process.hasUncaughtExceptionCaptureCallback();
      // Of a domain nothing is left after it took an error.
      if (record.code !== 0) caught.length = 0;
      else if (capture || describe(process, 'domain') !== undefined) caught.push({ name: capture ? 'setUncaughtExceptionCaptureCallback' : 'domain', value: null });
      var forced = record.was !== 0 && record.code === 0;
      var listeners = forced ? process.rawListeners('exit').map(function (f) { return f.listener || f; }) : [];
      if (replaced.length > 0 || forced || unknown > 0 || caught.length > 0) {
        var found = locate(replaced.map(function (r) { return r.value; }).concat(listeners, caught.map(function (c) { return c.value; })));
        record.replaced = replaced.map(function (r, at) {
          var url = found.files[at];
          return typeof r.value === 'function' && url
            ? { name: r.name, by: shown(url) }
            : { name: r.name, by: null, mentions: mentions(found.scripts, new RegExp('\\b' + String(r.word).replace(/[^\w$]/g, '') + '\\b')) };
        }).filter(function (r) { return r.by === null || (r.by.slice(0, 5) !== 'node:' && !foreign(r.by)); });
        record.listeners = found.files.slice(replaced.length, replaced.length + listeners.length).filter(function (url) { return url && !internal(url); }).map(shown);
        record.caught = caught.map(function (c, at) {
          var url = found.files[replaced.length + listeners.length + at];
          return url ? { name: c.name, by: shown(url) } : { name: c.name, by: null, mentions: mentions(found.scripts, new RegExp('\\b' + c.name + '\\b')) };
        });
        if (unknown > 0 || (forced && record.listeners.length === 0))
          record.mentions = mentions(found.scripts, /exit|execve|fromCharCode|atob|\\x|\\u/i);
      }
    } catch (e) {}
    note(record);
  };

  var wrapped = {
    exit: function exit_(code) {
      if (!inside) ask('process.exit', code, exit_);
      if (askedCode === undefined) askedCode = Number(code === undefined || code === null ? process.exitCode || 0 : code);
      inside = true;
      try { return apply(exit, process, arguments); } finally { inside = false; }
    },
    reallyExit: function reallyExit_(code) {
      if (!inside) ask('process.reallyExit', code, reallyExit_);
      last(code);
      return apply(reallyExit, process, arguments);
    },
    emit: function emit_(event, code) {
      if (event === 'uncaughtException' || event === 'unhandledRejection') {
        // Node itself calls, and nobody's code is on the stack.
        var takers = caught.length < 20 && caller(emit_).by === null ? process.rawListeners(event) : [];
        for (var t = 0; t < takers.length && t < 20; t++) caught.push({ name: event, value: takers[t].listener || takers[t] });
      }
      if (event !== 'exit' || ended) return apply(emit, this, arguments);
      if (firstCode === undefined) firstCode = Number(code || 0);
      var result = apply(emit, this, arguments);
      if (!inside) { var now = process.exitCode; last(now === undefined || now === null ? code : now); }
      return result;
    },
  };
  var name = function (f, like) { try { define(f, 'name', { value: like.name, configurable: true }); define(f, 'length', { value: like.length, configurable: true }); } catch (e) {} };
  name(wrapped.exit, exit); name(wrapped.reallyExit, reallyExit); name(wrapped.emit, emit);
  define(process, 'exit', { configurable: true, enumerable: true, writable: true, value: wrapped.exit });
  define(process, 'reallyExit', { configurable: true, enumerable: true, writable: true, value: wrapped.reallyExit });
  define(process, 'emit', { configurable: true, enumerable: false, writable: true, value: wrapped.emit });
  if (typeof execve === 'function')
    define(process, 'execve', { configurable: true, enumerable: true, writable: true, value: function execve_() {
      ask('process.execve', 0, execve_);
      return apply(execve, process, arguments);
    } });
  if (!thread) note({ t: 'start', ppid: process.ppid, main: process.argv[1] === undefined ? '' : shown(process.argv[1]), flags: process.execArgv.slice(0, 20), node: process.versions.node });
} catch (error) {}
`;
