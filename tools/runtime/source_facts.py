#!/usr/bin/env python3
"""Reads declarations for the metadata: documentation comments, and how the types of fields are spelled.

    source_facts.py OUTPUT HEADER...

It also fails if a pallet declares a call that its `Calls` does not list: nobody could make that call.

Understands the plain declarations that runtime/ consists of: namespaces, structs, enums, fields. What it does not
understand (functions, specialisations) it steps over. runtime/sdk/metadata/source_facts.hpp shows the output.
"""
import re
import sys

TOKEN = re.compile(
    r'(?P<trailing>///<[^\n]*)|(?P<doc>///(?!/)[^\n]*)|(?P<skip>//[^\n]*|/\*.*?\*/|^[ \t]*\#(?:[^\n\\]|\\.)*|\s+)'
    r'|(?P<text>"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\')'
    r'|(?P<word>[A-Za-z_][A-Za-z_0-9]*|[0-9][0-9A-Za-z_.\']*)|(?P<mark>::|->|\[\[|\]\]|&&|\|\||[<>=!]=|.)', re.S | re.M)

IGNORED_STARTS = {'using', 'static', 'friend', 'template', 'typedef', 'extern', 'inline', 'constexpr', 'consteval',
                  'static_assert', 'explicit', 'virtual', 'operator', 'concept', 'requires', 'union', 'constinit'}


def tokens_of(text):
    for match in TOKEN.finditer(text):
        if match.lastgroup != 'skip':
            yield match.lastgroup, match.group()


def spelled(tokens):
    """A type as people write it."""
    out = ''
    for token in tokens:
        if out and (out[-1].isalnum() or out[-1] == '_') and (token[0].isalnum() or token[0] == '_'):
            out += ' '
        out += token + (' ' if token == ',' else '')
    return out


def member_name(name):
    return name[:-1] if len(name) > 1 and name.endswith('_') else name


class Reader:
    def __init__(self, text, facts):
        self.tokens = list(tokens_of(text))
        self.at = 0
        self.facts = facts

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else (None, '')

    def take(self):
        token = self.peek()
        self.at += 1
        return token

    def skip_group(self, opening, closing):
        """Behind the bracket that closes the one just taken."""
        depth = 1
        while depth and self.at < len(self.tokens):
            _, token = self.take()
            depth += (token == opening) - (token == closing)

    def scope(self, path):
        """Declarations up to the closing brace. `path` is None where nothing is of interest."""
        docs, statement, last = [], [], None
        angle = 0
        while self.at < len(self.tokens):
            kind, token = self.take()
            if kind == 'doc':
                docs.append(token[3:].strip())
            elif kind == 'trailing':
                if last is not None:
                    self.facts.add_docs(last, [token[4:].strip()])
            elif token == '}':
                return
            elif token == '{':
                ended, named = self.block(path, statement, docs)
                if named is not None:
                    last = named
                if ended:
                    docs, statement = [], []
            elif token == '(':
                self.skip_group('(', ')')
                statement += ['(', ')']
            elif token == '[[':
                self.skip_group('[[', ']]')
            elif token == ';':
                named = self.fields(path, statement, docs)
                last = named if named is not None else last
                docs, statement = [], []
            elif token == ':' and statement and statement[-1] in ('public', 'private', 'protected'):
                statement.pop()
            else:
                statement.append(token)

    def block(self, path, statement, docs):
        """After an opening brace. Whether the statement has ended with it, and whom comments behind it describe."""
        head = without_template(statement)
        if head[:1] == ['namespace'] or head[:2] == ['inline', 'namespace']:
            names = [t for t in head[head.index('namespace') + 1:] if t != '::']
            self.scope((path or []) + names)
            return True, None
        if head[:1] == ['enum']:
            names = [t for t in head[1:] if t not in ('class', 'struct')]
            inner = path + [names[0]] if path is not None and names else None
            self.describe(inner, docs)
            self.enumerators(inner)
            return False, None
        if head[:1] in (['struct'], ['class']) and len(head) > 1:
            is_special = head[2:3] == ['<']
            inner = None if is_special or path is None else path + [head[1]]
            self.describe(inner, docs)
            self.scope(inner)
            if self.peek()[1] == ';':
                self.take()
                return True, None
            return False, None
        if head[:1] == ['extern'] and len(head) == 2:  # extern "C"
            self.scope(path)
            return True, None
        self.skip_group('{', '}')
        if '(' in outside_angles(head) and '=' not in head:
            return True, None  # a function
        return False, None  # the initialiser of a field

    def describe(self, path, docs):
        if path is not None:
            self.facts.add_docs(('::'.join(path), None), docs)

    def enumerators(self, path):
        docs, last, fresh = [], None, True
        while self.at < len(self.tokens):
            kind, token = self.take()
            if kind == 'doc':
                docs.append(token[3:].strip())
            elif kind == 'trailing':
                if last is not None:
                    self.facts.add_docs(last, [token[4:].strip()])
            elif token == '}':
                return
            elif token == ',':
                fresh = True
            elif kind == 'word' and fresh:
                fresh = False
                if path is not None:
                    last = ('::'.join(path), member_name(token))
                    self.facts.add_type(last, '')
                    self.facts.add_docs(last, docs)
                docs = []

    def fields(self, path, statement, docs):
        self.facts.note_call(path or [], statement)
        if path is None or len(statement) < 2 or statement[0] in IGNORED_STARTS:
            return None
        if '(' in outside_angles(statement) and '=' not in statement:
            return None
        if statement[0] in ('struct', 'class', 'enum', 'namespace'):
            return None
        declarators = split_declarators(statement)
        type_tokens, names = declarators
        if not type_tokens:
            return None
        last = None
        for name in names:
            last = ('::'.join(path), member_name(name))
            self.facts.add_type(last, spelled(type_tokens))
            self.facts.add_docs(last, docs)
        return last


def without_template(statement):
    """Without `template <…>` and `requires …` in front of a struct."""
    if statement[:1] != ['template']:
        return statement
    for i, token in enumerate(statement):
        if token in ('struct', 'class') and not inside_angles(statement, i):
            return statement[i:]
    return statement


def inside_angles(tokens, end):
    depth = 0
    for token in tokens[:end]:
        depth += (token == '<') - (token == '>')
    return depth > 0


def outside_angles(tokens):
    out, depth = [], 0
    for token in tokens:
        depth += token == '<'
        if depth == 0:
            out.append(token)
        depth -= token == '>'
    return out


def split_declarators(statement):
    """`T a = 1, b` to (T, [a, b])."""
    parts, depth, current = [], 0, []
    for token in statement:
        if token == ',' and depth == 0:
            parts.append(current)
            current = []
            continue
        depth += (token == '<') - (token == '>')
        current.append(token)
    parts.append(current)
    names, type_tokens = [], []
    for i, part in enumerate(parts):
        if '=' in part:
            part = part[:part.index('=')]
        if not part or not re.match(r'[A-Za-z_]', part[-1]):
            return [], []
        names.append(part[-1])
        if i == 0:
            type_tokens = part[:-1]
    return type_tokens, names


def statement_has(statement, tokens):
    return any(statement[i:i + len(tokens)] == tokens for i in range(len(statement)))


class Facts:
    def __init__(self):
        self.types = {}
        self.docs = {}
        self.order = []
        self.calls = {}   # of each pallet: the structs that declare a call operator
        self.listed = {}  # and what its `Calls` names

    def add_type(self, key, text):
        if key not in self.types:
            self.order.append(key)
        self.types[key] = text

    def add_docs(self, key, lines):
        if not lines:
            return
        if key not in self.types and key[1] is None:
            self.add_type(key, '')
        self.docs.setdefault(key, []).extend(lines)

    def note_call(self, path, statement):
        # Other structs have call operators too; only a call's gives a DispatchResult.
        if (path[-2:-1] == ['Pallet'] and any(word.startswith('DispatchResult') for word in statement) and
                statement_has(statement, ['operator', '(', ')', '(', ')'])):
            self.calls.setdefault('::'.join(path[:-1]), []).append(path[-1])
        if path[-1:] == ['Pallet'] and statement[:3] == ['using', 'Calls', '=']:
            self.listed['::'.join(path)] = set(statement[3:])

    def missing_calls(self):
        """Each as a line for people."""
        return [f'{pallet}: the call {call} is declared, but `Calls` does not list it' for pallet in sorted(self.calls)
                for call in self.calls[pallet] if call not in self.listed.get(pallet, ())]

    def write(self, out):
        by_scope = {}
        for scope, name in self.order:
            by_scope.setdefault(scope, []).append(name)
        for scope in sorted(by_scope):
            out.write(scope.removeprefix('serinus::') + '\n')
            for line in self.docs.get((scope, None), []):
                out.write('/' + line + '\n')
            for name in by_scope[scope]:
                if name is None:
                    continue
                out.write('= ' + name + '\t' + self.types[(scope, name)] + '\n')
                for line in self.docs.get((scope, name), []):
                    out.write('/' + line + '\n')


def read(texts):
    facts = Facts()
    for text in texts:
        Reader(text, facts).scope([])
    return facts


def main():
    output, *headers = sys.argv[1:]
    texts = []
    for header in headers:
        with open(header, encoding='utf-8') as source:
            texts.append(source.read())
    facts = read(texts)
    if facts.missing_calls():
        sys.exit('\n'.join(facts.missing_calls()))
    with open(output, 'w', encoding='utf-8') as out:
        facts.write(out)


if __name__ == '__main__':
    main()
