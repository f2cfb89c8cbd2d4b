#!/usr/bin/env python3
"""Converts headers of weights of the old form to tables (one-time). Usage: weights.py ROOT"""
import re, sys, os, glob, math
root = sys.argv[1]
os.chdir(root)
FN = re.compile(r'((?:^[ ]*///[^\n]*\n)*)^[ ]*static constexpr (?:sdk::)?Weight (\w+)\(([^)]*)\)\s*noexcept\s*\{\s*((?:const uint64_t [^;]*;\s*)*)return (.*?);\s*\}', re.S | re.M)

def strip_comments(t): return re.sub(r'//[^\n]*', '', t)

class L:  # linear: const + coeffs
    def __init__(s, c=0, k=None, least=None): s.c=c; s.k=k or {}; s.least=least or {}
    def __add__(s,o):
        o=o if isinstance(o,L) else L(o); k=dict(s.k)
        for n,v in o.k.items(): k[n]=k.get(n,0)+v
        return L(s.c+o.c,k,{**s.least,**o.least})
    __radd__=__add__
    def __mul__(s,o):
        if isinstance(o,L):
            if not o.k: o=o.c
            elif not s.k: return o*s.c
            else: raise Exception('not linear')
        return L(s.c*o,{n:v*o for n,v in s.k.items()},s.least)
    __rmul__=__mul__

def ev(expr, env):
    e = re.sub(r"(\d)'(?=\d)", r'\1', expr)
    e = e.replace('sdk::kRefTimePerMicro','1000000').replace('sdk::kRefTimePerNano','1000').replace('sdk::kRefTimePerMilli','1000000000')
    e = re.sub(r'uint64_t\{(\w+)\}', r'\1', e)
    e = re.sub(r'(\d+)u\b', r'\1', e)
    m = re.fullmatch(r'\s*std::max\((\w+), (\d+)\)\s*', e)
    if m:
        x = env[m.group(1)]; (n,) = x.k.keys()
        return L(0,{n:1},{n:int(m.group(2))})
    m = re.fullmatch(r'\s*saturating_add\((\d+), (\w+)\)\s*', e)
    if m: return L(int(m.group(1)))+env[m.group(2)]
    r = eval(e, {}, env)
    return r if isinstance(r,L) else L(r)

def split_args(s):
    out=[];d=0;cur=''
    for ch in s:
        if ch in '({': d+=1
        if ch in ')}': d-=1
        if ch==',' and d==0: out.append(cur); cur=''
        else: cur+=ch
    out.append(cur)
    return [x.strip() for x in out]

def chain(expr):
    """measured(a, b).per(...).reads(...) -> [(name,args)]"""
    out=[];i=0
    expr=expr.strip()
    while i<len(expr):
        m=re.match(r'\.?\s*([\w:]+)\s*\(', expr[i:])
        if not m: raise Exception('cannot read '+expr[i:])
        i+=m.end(); d=1; j=i
        while d:
            if expr[j]=='(': d+=1
            if expr[j]==')': d-=1
            j+=1
        out.append((m.group(1), split_args(expr[i:j-1]) if expr[i:j-1].strip() else []))
        i=j
        while i<len(expr) and expr[i].isspace(): i+=1
    return out

class F:
    def __init__(s,name,params,doc): s.name=name; s.params=params; s.doc=doc; s.base=[0,0,0,0]; s.slope={}; s.least={}
    def add(s, count, ref, proof, r=0, w=0):
        for i,v in enumerate((ref,proof,r,w)):
            s.base[i]+=count.c*v
            for n,k in count.k.items():
                s.slope.setdefault(n,[0,0,0,0])[i]+=k*v
        s.least.update(count.least)

def parse(path, db=None):
    text=re.sub(r'(?<!/)//(?!/)[^\n]*','',open(path).read())
    structs={}
    for m in re.finditer(r'^struct (\w+) \{\n(.*?)^\};', text, re.S|re.M):
        fs=[]
        body=m.group(2)
        helper=None
        for f in FN.finditer(body):
            doc,name,params,locs,expr=f.groups()
            if name in('change','db'): continue
            names=[]
            for a in (split_args(params) if params.strip() else []):
                q=re.match(r'uint(?:32|64)_t\s*(?:/\*(\w+)\*/)?\s*(\w+)?', a)
                names.append(q.group(2) or ('_'+q.group(1) if q.group(1) else '_%d'%len(names)))
            fn=F(name,names,doc)
            env={n:L(0,{n:1}) for n in names}
            for l in re.finditer(r'const uint64_t (\w+) = (.*?);', strip_comments(locs), re.S):
                env[l.group(1)]=ev(l.group(2),env)
            e=strip_comments(expr).strip()
            if e=='Weight::zero()': fs.append(fn); continue
            if e.startswith('Grandpa::'): fs.append('grandpa'); continue
            if e=='kDbWeight.writes(1)': fn.add(L(1),0,0,0,1); fs.append(fn); continue
            for k,(op,args) in enumerate(chain(e)):
                if op in('measured','Measured'): fn.add(L(1),ev(args[0],env).c,ev(args[1],env).c)
                elif op=='change': fn.add(L(1),ev(args[0],env).c,1636,3,1)
                elif op in('cost','development_weights::cost','weights::cost'):
                    a=[ev(x,env) for x in args]
                    fn.add(a[0],1000000,0); fn.add(a[1],0,0,1,0); fn.add(a[2],0,0,0,1)
                elif op=='per': fn.add(ev(args[0],env),ev(args[1],env).c,ev(args[2],env).c)
                elif op=='reads': fn.add(ev(args[0],env),0,0,1,0)
                elif op in('writes',): fn.add(ev(args[0],env),0,0,0,1)
                elif op=='kDbWeight' : pass
                else:
                    if e=='kDbWeight.writes(1)': fn.add(L(1),0,0,0,1); break
                    raise Exception(f'{path} {name}: {op}')
            fs.append(fn)
        structs[m.group(1)]=fs
    head=re.match(r'((?:///[^\n]*\n)+)', text).group(1)
    return structs, head

def num(v):
    s=str(v)
    if len(s)<5: return s
    out=''
    while len(s)>3: out="'"+s[-3:]+out; s=s[:-3]
    return s+out

def figures(f, conv=lambda v:v):
    b=[conv(f.base[0]),conv(f.base[1]),f.base[2],f.base[3]]
    if f.params:
        sl=[]
        for n in f.params:
            s=f.slope.get(n,[0,0,0,0]); s=[conv(s[0]),conv(s[1]),s[2],s[3]]
            if n in f.least: s.append(f.least[n])
            while len(s)>1 and s[-1]==0: s.pop()
            sl.append('{'+', '.join(num(x) for x in s)+'}')
        return ', '.join(num(x) for x in b)+', {'+', '.join(sl)+'}'
    while len(b)>2 and b[-1]==0: b.pop()
    return ', '.join(num(x) for x in b)

def ceil2(v):
    if v<100: return v
    k=10**(len(str(v))-2)
    return -(-v//k)*k

# struct -> (pallet header relative to runtime/pallets, namespace)
aliases={}
for f in ('runtime/kusama/pallets.hpp',):
    for m in re.finditer(r'using (\w+) = ([\w:]+)::Pallet<struct (\w+)>', open(f).read()): aliases[m.group(1)]=m.group(2)
def header_of(alias):
    ns=aliases[alias]
    last=ns.split('::')[-1]
    last=re.sub('^(pallet_|frame_)','',last)
    c=[p for p in glob.glob('runtime/pallets/*/*.hpp') if re.search(r'\btemplate <class T>\nstruct Pallet [:{]', open(p).read()) and re.search(r'^namespace serinus::%s \{'%re.escape(ns), open(p).read(), re.M)]
    assert len(c)==1,(alias,ns,c)
    return c[0]
def weights_header(alias):
    h=header_of(alias); d,f=os.path.split(h); stem=f[:-4]
    n=len([p for p in glob.glob(d+'/*.hpp') if re.search(r'\btemplate <class T>\nstruct Pallet [:{]', open(p).read())])
    return f'{d}/{stem}_weights.hpp' if n>1 else f'{d}/weights.hpp'

AUTHORS={'Babe','Grandpa','Beefy','Mmr','Recovery','StateTrieMigration'}
kusama={}; heads={}
for p in sorted(glob.glob('runtime/kusama/weights/*.hpp')):
    if os.path.basename(p) in('measured.hpp','block_weights.hpp'): continue
    st,head=parse(p)
    for n,fs in st.items(): kusama[n]=(p,fs); heads[p]=head
for n in kusama:
    if kusama[n][1]==['grandpa']:
        g=[f for f in kusama['Grandpa'][1] if f.name=='report_equivocation']; kusama[n]=(kusama[n][0],g)
dev={}
for p in glob.glob('runtime/pallets/*/development_weights.hpp')+['runtime/pallets/development_weights.hpp']:
    st,_=parse(p)
    for n,fs in st.items():
        dev[n]={f.name:f for f in fs}

def legend(head):
    t=' '.join(l[4:] for l in head.splitlines())
    t=t.split('Source:')[0]
    s=[x for x in re.split(r'(?<=\.)\s+', t) if '`' in x and 'WeightInfo' not in x]
    return ' '.join(s).strip()

def wrap(text, width=117):
    out='';line=''
    for w in text.split():
        if len(line)+len(w)+1>width: out+='/// '+line+'\n'; line=w
        else: line=(line+' '+w).strip()
    return out+'/// '+line+'\n'

shapes={}
done={}
for n,(p,fs) in kusama.items():
    if n=='ElectionProvider':
        shapes[n]=('serinus::sdk::npos','runtime/sdk/npos/onchain.hpp',None); continue
    ns=aliases[n]; h=weights_header(n)
    shapes[n]=(ns,h)
    if h in done: continue
    done[h]=1
    exact=n in AUTHORS
    doc=(f'What {n} weighs' if n!='NisCounterpartBalances' else 'What Balances weighs')+'.'
    if h.endswith('referenda/weights.hpp'): doc='What Referenda weighs.'
    if h.endswith('ranked_collective/weights.hpp'): doc='What RankedCollective weighs.'
    lg=legend(heads[p]) if n!='Balances' else ''
    if lg: doc+=' '+lg[0].upper()+lg[1:] if not lg.startswith('`') else ' '+lg
    src=re.search(r'Source:(.*)', ' '.join(l[4:] for l in heads[p].splitlines())).group(1).strip() if exact else None
    t=wrap(doc)
    if exact:
        t+=wrap('The figures are those of the authors of the pallet. Source: '+re.sub(r' \(Kusama.*\)|: Kusama takes.*|, those of \(\)','',src))
    t+='#pragma once\n\n#include "runtime/sdk/weights.hpp"\n\n'
    t+=f'namespace serinus::{ns} {{\n\ntemplate <template <size_t> class Figures>\nstruct Weights {{\n'
    for f in fs:
        g=dev.get(n,{}).get(f.name) if not exact else None
        if g is not None:
            g.params and None
            # rename
            fig=F(f.name,g.params,'' ); fig.base=g.base; fig.slope=g.slope; fig.least=g.least
            txt=figures(fig)
        else: txt=figures(f, (lambda v:v) if exact else ceil2)
        d=re.sub(r'^[ ]*','    ',f.doc,flags=re.M) if f.doc else ''
        params=[re.sub('^_(?=[a-z])','',x) for x in f.params]
        params=['-' if x.startswith('_') else x for x in params]
        c='  // '+', '.join(params) if f.params else ''
        t+=d+f'    Figures<{len(f.params)}> {f.name} = sdk::estimate({txt});{c}\n'
    t+='};\n\n}  // namespace serinus::'+ns+'\n'
    open(h,'w').write(t)

order={}
for n,(p,fs) in kusama.items(): order.setdefault(shapes[n][0],[f.name for f in fs])

def write_chain(chain_name, table):
    for n,(p,fs) in table.items():
        if n in AUTHORS and n!='_': os.remove(p); continue
        ns,h=shapes[n][0],shapes[n][1]
        by={f.name:f for f in fs}
        o=order[ns]
        assert set(by)==set(o),(n,set(by)^set(o))
        head=heads[p]
        lg=legend(head)
        if lg and n not in('ElectionProvider',): head=wrap(' '.join(' '.join(l[4:] for l in head.splitlines()).split('Source:')[0].replace(lg,'').split()))+'/// Source:'+' '.join(l[4:] for l in head.splitlines()).split('Source:')[1]+'\n' if 'Source:' in head else head.replace(lg,'')
        q=f'serinus::{ns}' if not ns.startswith('serinus') else ns
        t=head+f'#pragma once\n\n#include "{h}"\n#include "runtime/{chain_name}/weights/measured.hpp"\n\nnamespace serinus::{chain_name}::weights {{\n\n'
        t+=f'inline constexpr {q.replace("serinus::","",1)}::Weights<Measured> k{n}{{\n'
        for name in o:
            d=''
            t+=f'    .{name} = {{{figures(by[name])}}},\n'
        t+='};\n\n'+f'}}  // namespace serinus::{chain_name}::weights\n'
        open(p,'w').write(t)

polkadot={}
for p in sorted(glob.glob('runtime/polkadot/weights/*.hpp')):
    if os.path.basename(p) in('measured.hpp','block_weights.hpp'): continue
    st,head=parse(p)
    for n,fs in st.items(): polkadot[n]=(p,fs); heads[p]=head
write_chain('kusama',kusama); write_chain('polkadot',polkadot)
for p in glob.glob('runtime/pallets/*/development_weights.hpp'): os.remove(p)
