#!/usr/bin/env python3
"""Reads the composition of a runtime and writes a source for each of its pallets. CMake runs it when it configures
(cmake/serinus_compose.cmake says with which arguments, and what a composition has).

A pallet's source includes the bodies of the pallet, and the configurations that these need: its own, and those of the
pallets that its configuration names, itself, by what it inherits, or by what it takes from headers of the composition.
So an edited header is compiled again for its users alone.
"""
import argparse
import os
import re
import sys
from pathlib import Path

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|[A-Za-z_]\w*|::|\d[\w\']*|\S', re.S)
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


class Complaint(Exception):
    """What is wrong with a composition."""


def tokens_of(text):
    """The tokens of C++, without comments, directives and the text of literals."""
    text = re.sub(r'^[ \t]*#(?:[^\n\\]|\\.|\\\n)*', '', text, flags=re.M)
    return [token for token in TOKEN.findall(text) if not token.startswith(('//', '/*', '"', "'"))]


def is_word(token):
    return token[0].isalpha() or token[0] == '_'


def end_of_block(tokens, begin):
    """Behind the brace that closes the one at `begin`."""
    depth = 0
    for at in range(begin, len(tokens)):
        depth += {'{': 1, '}': -1}.get(tokens[at], 0)
        if depth == 0:
            return at + 1
    return len(tokens)


def name_of(declaration):
    """The name of what a declaration declares; None if there is none."""
    if declaration[:1] == ['using']:
        return declaration[1] if declaration[2:3] == ['='] else declaration[-2] if len(declaration) > 2 else None
    at = 0
    if declaration[:1] == ['template']:
        depth = 0
        for at in range(1, len(declaration)):
            depth += {'<': 1, '>': -1}.get(declaration[at], 0)
            if depth == 0:
                break
        at += 1
    head = declaration[at:]
    for number, token in enumerate(head):
        if token in ('struct', 'class', 'enum'):
            words = [word for word in head[number + 1:number + 3] if is_word(word) and word != 'class']
            return words[0] if words else None
        if token in ('(', '=', '{', '['):
            return head[number - 1] if number else None
    return None


def words_in(declaration):
    """The words that a declaration uses: not the names of its aliases, nor the fields that it fills."""
    for before, word, behind in zip([''] + declaration, declaration, declaration[1:] + ['']):
        if is_word(word) and before != '.' and not (before == 'using' and behind == '='):
            yield word


def definitions_of(text):
    """{name: words} of what stands in the namespaces of a header: structs, aliases, functions, constants."""
    tokens = tokens_of(text)
    found = {}
    at = begin = 0
    while at < len(tokens):
        token = tokens[at]
        if token == 'namespace' and '{' in tokens[at:] and ';' not in tokens[at:tokens.index('{', at)]:
            at = begin = tokens.index('{', at) + 1
            continue
        if token == '{':
            at = end_of_block(tokens, at)
            if tokens[at:at + 1] == [';']:
                at += 1
            elif tokens[begin:begin + 1] != ['using'] and tokens[at:at + 1] not in ([], ['}']) and '=' in tokens[begin:at]:
                continue  # an initialiser goes on
        elif token == ';':
            at += 1
        elif token == '}':
            at = begin = at + 1
            continue
        else:
            at += 1
            continue
        declaration = tokens[begin:at]
        name = name_of(declaration)
        if name:
            found.setdefault(name, set()).update(words_in(declaration))
        begin = at
    return found


class Pallet:
    def __init__(self, name, namespace, config):
        self.name = name
        self.namespace = namespace
        self.config = config
        self.stem = re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', name).lower()
        self.header = None  # of its configuration
        self.bodies = None
        self.includes = ''


def read_pallets(text):
    """The pallets in their order, and {alias: configuration} of what else is made of their configurations."""
    tokens = tokens_of(text)
    pallets, others = [], {}
    for at, token in enumerate(tokens):
        if token != 'using' or tokens[at + 2:at + 3] != ['=']:
            continue
        alias = tokens[at + 3:tokens.index(';', at)]
        if len(alias) > 6 and alias[-4:-2] == ['<', 'struct']:
            namespace, template, config = ''.join(alias[:-6]), alias[-5], alias[-2]
            if template == 'Pallet':
                pallets.append(Pallet(tokens[at + 1], namespace, config))
            else:
                others[tokens[at + 1]] = config
    return pallets, others


def find_bodies(pallet, folders):
    """The file with the bodies: after the pallet's namespace or after its name, with its declarations beside it."""
    last = re.sub(r'^(pallet_|frame_)', '', pallet.namespace.split('::')[-1])
    names = list(dict.fromkeys([last, pallet.stem]))
    for folder in folders:
        for name in names:
            # A part of another pallet's bodies may be called the same: it has no declarations of its own.
            found = [path for path in sorted(folder.rglob(name + '.ipp')) if path.with_suffix('.hpp').exists()]
            if len(found) > 1:
                raise Complaint(f'The bodies of the pallet {pallet.name} are in more than one file {name}.ipp: '
                                + ', '.join(map(str, found)))
            if found:
                return found[0]
    raise Complaint(f'The bodies of the pallet {pallet.name} are expected in {".ipp or ".join(names)}.ipp, which none of '
                    f'these folders has: {", ".join(map(str, folders))}')


def size_of_bodies(bodies):
    """Bytes of a pallet's bodies with the parts beside it. To each counts what any takes."""
    size = bodies.stat().st_size + 3000
    for part in INCLUDE.findall(bodies.read_text()):
        beside = bodies.parent / Path(part).name
        if part.endswith('.ipp') and beside.exists():
            size += beside.stat().st_size
    return size


class Composition:
    def __init__(self, arguments):
        self.namespace = arguments.namespace
        self.runtime = Path(arguments.runtime)
        self.root = Path(arguments.root)
        self.sdk = Path(arguments.sdk)
        self.output = Path(arguments.output)
        self.united, self.alone = arguments.united, arguments.alone
        self.inputs = [self.runtime / 'pallets.hpp']
        self.pallets, others = read_pallets(self.inputs[0].read_text())
        if not self.pallets:
            raise Complaint(f'{self.inputs[0]} has no line such as: '
                            'using Counter = pallet_counter::Pallet<struct CounterConfig>;')
        self.by_config = {pallet.config: pallet for pallet in self.pallets}
        # Each word that stands for a pallet.
        self.named = {pallet.name: pallet for pallet in self.pallets} | self.by_config
        self.named |= {alias: self.by_config[config] for alias, config in others.items() if config in self.by_config}
        self.definitions = {}
        self.read_configurations()
        folders = [Path(folder) for folder in arguments.pallets] + [self.sdk / 'runtime/pallets']
        for pallet in self.pallets:
            pallet.bodies = find_bodies(pallet, folders)

    def read_configurations(self):
        waiting = sorted((self.runtime / 'config').glob('*.hpp'))
        read = {self.runtime / 'pallets.hpp'}
        while waiting:
            path = waiting.pop(0)
            if path in read:
                continue
            read.add(path)
            self.inputs.append(path)
            text = path.read_text()
            for name, words in definitions_of(text).items():
                self.definitions.setdefault(name, set()).update(words)
                if name in self.by_config and path.parent.name == 'config':
                    self.by_config[name].header = path
            # What configurations take from other headers of the composition names pallets too.
            for include in INCLUDE.findall(text):
                other = self.root / include
                if other.is_relative_to(self.runtime) and other.exists():
                    waiting.append(other)

    def named_by(self, name):
        """The names of the pallets that a definition names, itself or by others."""
        used, waiting, seen = set(), [name], set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for word in self.definitions.get(name, ()):
                if word in self.named:
                    used.add(self.named[word].name)
                else:
                    waiting.append(word)
        return used

    def from_root(self, path):
        """As includes are written: from the SDK's root or the project's; others by their whole paths."""
        for root in (self.sdk, self.root):
            if path.is_relative_to(root):
                return str(path.relative_to(root))
        return str(path)

    def source_of(self, pallet):
        names = self.named_by(pallet.config) | {pallet.name}
        used = [other for other in self.pallets if other.name in names] if pallet.header else []
        headers = [self.runtime / 'runtime.hpp']
        if used and all(other.header for other in used):
            headers = list(dict.fromkeys(other.header for other in used))
        pallet.includes = ''.join(f'#include "{self.from_root(header)}"\n' for header in headers)
        pallet.includes += f'#include "{self.from_root(pallet.bodies.with_suffix(".hpp"))}"\n'
        config = f'serinus::{self.namespace}::{pallet.config}'
        pallet.type = f'serinus::{pallet.namespace}::Pallet<{config}>'
        # What others do with the money of a currency stands apart from its pallet.
        currency = ''
        if (pallet.bodies.parent / 'currency.hpp').exists():
            currency = f'template struct serinus::{pallet.namespace}::Currency<{config}>;\n'
        return f'{pallet.includes}#include "{self.from_root(pallet.bodies)}"\n\n{currency}SERINUS_PALLET({pallet.type})\n'

    def lines_for_runtime(self):
        """The includes of what the runtime as a whole needs of configurations, and of the bodies of its APIs."""
        whole = self.runtime / 'composition.hpp'
        needed = [self.runtime / 'runtime.hpp']
        if whole.exists():
            self.inputs.append(whole)
            for name, words in definitions_of(whole.read_text()).items():
                self.definitions.setdefault(name, set()).update(words)
            names = self.named_by('Runtime')
            # The bodies of extensions need what the configurations name that they are made of.
            for config in self.definitions.get('Extensions', ()):
                if config in self.by_config:
                    names |= self.named_by(config)
            used = [pallet for pallet in self.pallets if pallet.name in names]
            if all(pallet.header for pallet in used):
                needed = list(dict.fromkeys(pallet.header for pallet in used))
        apis = self.runtime / 'api.hpp'
        bodies = []
        if apis.exists():
            self.inputs.append(apis)
            for include in INCLUDE.findall(apis.read_text()):
                body = str(Path(include).with_suffix('.ipp'))
                if (self.sdk / body).exists() or (self.root / body).exists():
                    bodies.append(body)
        return ''.join(f'#include "{self.from_root(path)}"\n' for path in needed), ''.join(
            f'#include "{body}"\n' for body in bodies)

    def groups(self):
        """Neighbours share a source while their bodies are not larger than `united`; those that stand alone do not part them."""
        groups, shared, size = [], None, 0
        for pallet in self.pallets:
            if pallet.name in self.alone or not self.united:
                groups.append([pallet])
                continue
            own = size_of_bodies(pallet.bodies)
            if shared and size + own <= self.united:
                shared.append(pallet)
                size += own
            else:
                shared, size = [pallet], own
                groups.append(shared)
        return groups

    def write(self):
        self.output.mkdir(parents=True, exist_ok=True)
        for pallet in self.pallets:
            write_if_changed(self.output / f'{pallet.stem}.cpp', self.source_of(pallet))
        sources = []
        for group in self.groups():
            path = self.output / f'{group[0].stem}.cpp'
            if len(group) > 1:
                path = self.output / f'{group[0].stem}_and_others.cpp'
                write_if_changed(path, ''.join(f'#include "{pallet.stem}.cpp"\n' for pallet in group))
            sources.append(path)
        runtime, apis = self.lines_for_runtime()
        lines = [f'set(pallets {" ".join(pallet.name for pallet in self.pallets)})',
                 f'set(pallet_sources {" ".join(map(quoted, sources))})',
                 f'set(composition_inputs {" ".join(map(quoted, self.inputs))})']
        lines += [f'set(includes_runtime [[\n{runtime}]])', f'set(includes_apis [[\n{apis}]])']
        for pallet in self.pallets:
            lines += [f'set(type_{pallet.name} "{pallet.type}")', f'set(bodies_{pallet.name} "{pallet.bodies}")',
                      f'set(source_{pallet.name} "{self.output / pallet.stem}.cpp")',
                      f'set(includes_{pallet.name} [[\n{pallet.includes}]])']
        write_if_changed(self.output / 'composition.cmake', '\n'.join(lines) + '\n')


def quoted(path):
    return f'"{path}"'


def write_if_changed(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main():
    parser = argparse.ArgumentParser()
    for name in ('namespace', 'runtime', 'root', 'sdk', 'output'):
        parser.add_argument('--' + name, required=True)
    parser.add_argument('--pallets', nargs='*', default=[])
    parser.add_argument('--united', type=int, default=0)
    parser.add_argument('--alone', nargs='*', default=[])
    try:
        Composition(parser.parse_args()).write()
    except Complaint as complaint:
        sys.exit(str(complaint))


if __name__ == '__main__':
    main()
