#!/usr/bin/env python3
"""Moves uses of weights to tables (runtime/sdk/weights.hpp). Usage: uses.py ROOT; can run again on what others wrote meanwhile."""
import re, os, sys, glob
os.chdir(sys.argv[1])
aliases={}
for m in re.finditer(r'using (\w+) = ([\w:]+)::Pallet<struct (\w+)>', open('runtime/kusama/pallets.hpp').read()): aliases[m.group(1)]=m.group(2)
AUTHORS={'Babe','Grandpa','Beefy','Mmr','Recovery','StateTrieMigration'}
ns=lambda n: f'sdk::kDefaultWeights<{aliases[n]}::Weights>'
def table(prefix,name):
    if prefix=='development_weights' or name in AUTHORS: return ns(name)
    return f'{prefix}::k{name}'
files=[]
for base in ('runtime','templates','docs','tests/runtime','bench','fuzz'):
    for d,_,fs in os.walk(base):
        if 'node_modules' in d: continue
        files+= [os.path.join(d,f) for f in fs if f.endswith(('.hpp','.ipp','.cpp','.md'))]
for f in files:
    if f in('runtime/sdk/weights.hpp','docs/runtime.md'): continue
    s=o=open(f).read()
    P=r'((?:kusama::|polkadot::)?weights|development_weights)'
    s=re.sub(r'\b(\w+)::WeightInfo::db\(([^()]*(?:\([^()]*\)[^()]*)*)\)', r'\1::kDbWeight.reads_writes(\2)', s)
    s=re.sub(r'\b(\w+)::WeightInfo::(\w+)\(', r'\1::kWeights.\2(', s)
    s=s.replace('typename T::WeightInfo;','T::kWeights;')
    s=re.sub(r'using WeightInfo = '+P+r'::(\w+);', lambda m: f'static constexpr auto kWeights = {table(m.group(1),m.group(2))};', s)
    for m in list(re.finditer(r'using (\w+) = '+P+r'::([A-Z]\w+);', s)):
        s=s.replace(m.group(0), f'constexpr auto k{m.group(1)} = {table(m.group(2),m.group(3))};')
        s=re.sub(r'\b%s::([a-z]\w*)\b'%m.group(1), r'k%s.\1'%m.group(1), s)
    for m in list(re.finditer(r'using (\w+) = ([\w:]+)::WeightInfo;', s)):
        s=s.replace(m.group(0), f'constexpr auto k{m.group(1)} = {m.group(2)}::kWeights;')
        s=re.sub(r'(?<![:\w])%s::([a-z]\w*)\b'%m.group(1), r'k%s.\1'%m.group(1), s)
    s=re.sub(P+r'::([A-Z]\w+)::([a-z]\w*)\b', lambda m: f'{table(m.group(1),m.group(2))}.{m.group(3)}', s)
    s=re.sub(r'/development_weights\.hpp"', lambda m:'/weights.hpp"', s) if not f.endswith('runtime/pallets/development_defaults.hpp') else s
    s=s.replace('"runtime/pallets/weights.hpp"','"runtime/pallets/development_weights.hpp"')
    s=re.sub(r'\bWeightInfo\b(?=[ ,.;:])(?![^\n]*`\(\)`)', 'kWeights', s) if '///' in s and 'using WeightInfo' not in s else s
    for n in AUTHORS:
        stem=re.sub(r'(?<=[a-z])(?=[A-Z])','_',n).lower()
        s=re.sub(r'#include "runtime/(?:kusama|polkadot)/weights/%s\.hpp"\n'%stem, '', s)
    if f.endswith('/weights/weights_test.cpp'):
        s=re.sub(r'\b([A-Z]\w+)::([a-z]\w*)\(', lambda m: (ns(m.group(1)) if m.group(1) in AUTHORS else 'k'+m.group(1))+'.'+m.group(2)+'(' if m.group(1) in aliases or m.group(1)=='ElectionProvider' else m.group(0), s)
        for n in AUTHORS:
            d=aliases[n].replace('pallet_','')
            if ns(n) in s and f'runtime/pallets/{d}/weights.hpp' not in s: s=s.replace('#include "runtime/',f'#include "runtime/pallets/{d}/weights.hpp"\n#include "runtime/',1)
    if s!=o: open(f,'w').write(s)
# each pallet includes what it weighs
for w in glob.glob('runtime/pallets/*/*weights.hpp'):
    t=open(w).read(); n=re.search(r'^namespace serinus::([\w:]+) \{',t,re.M).group(1)
    for p in glob.glob(os.path.dirname(w)+'/*.hpp'):
        x=open(p).read()
        if re.search(r'\btemplate <class T>\nstruct Pallet [:{]',x) and re.search(r'^namespace serinus::%s \{'%re.escape(n),x,re.M) and f'"{w}"' not in x:
            i=x.index('#include "'); open(p,'w').write(x[:i]+f'#include "{w}"\n'+x[i:])
