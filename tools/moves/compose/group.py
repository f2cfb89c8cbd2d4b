import re,os,glob,sys
os.chdir(sys.argv[1])
K='runtime/kusama'
GROUPS={
 'accounts':('Accounts and their money.',['System','Balances']),
 'consensus':('Blocks and their authors, sessions, finality, and what validators are punished for.',['Timestamp','Babe','Grandpa','Authorship','ImOnline','AuthorityDiscovery','Session','Historical','Offences']),
 'bridges':('What other chains learn of this one.',['Beefy','Mmr','BeefyMmrLeaf']),
 'staking':('Staking, elections and pools.',['Staking','ElectionProviderMultiPhase','VoterList','NominationPools','FastUnstake']),
 'treasury':('The treasury and what it pays for, Society, and Nis with its currency.',['Treasury','Bounties','ChildBounties','Society','Nis','NisCounterpartBalances']),
 'governance':('Referenda of all holders and of the fellowship, and what carries out their decisions.',['ConvictionVoting','Referenda','FellowshipCollective','FellowshipReferenda','Whitelist','Scheduler','Preimage']),
 'holders':('What concerns single accounts: their names, indices, locks and friends.',['Indices','Claims','Identity','Recovery','Vesting']),
 'calls':('Calls within calls, fees, and the migration of the trie.',['TransactionPayment','Utility','Proxy','Multisig','StateTrieMigration','Sudo']),
 'parachains':('The host of parachains.',['ParachainsOrigin','Configuration','ParasShared','ParaInclusion','ParaInherent','ParaScheduler','Paras','Initializer','Dmp','Hrmp','ParaSessionInfo','ParasDisputes','ParasSlashing','ParaAssignmentProvider','MessageQueue']),
 'leases':('Registration and leases of parachains.',['Registrar','Slots','Auctions','Crowdloan']),
}
of={p:g for g,(d,ps) in GROUPS.items() for p in ps}
structs={}; incs={}; extras={}; heads={}
for f in glob.glob(K+'/config/*.hpp'):
    s=open(f).read()
    inc=re.findall(r'#include "([^"]+)"',s)
    body=s[s.index('namespace serinus::kusama {')+len('namespace serinus::kusama {'):s.rindex('}  // namespace')].strip('\n')
    ms=list(re.finditer(r'((?:^///[^\n]*\n)*)^struct (\w+)Config \{\n(.*?)^\};\n?',body,re.S|re.M))
    src=re.search(r'Source:([^#]*?)#pragma',re.sub(r'\n///',' ',s),re.S)
    rest=body
    for m in ms:
        rest=rest.replace(m.group(0),'')
        structs[m.group(2)]=(m.group(1),m.group(3)); incs[m.group(2)]=inc
        heads[m.group(2)]=src.group(1).strip() if src else ''
    if rest.strip(): extras[ms[0].group(2)]=rest.strip()
GONE=[r' *static constexpr sdk::PalletInfo kInfo\{.*?\};\n', r' *static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;\n',
 r' *using System = kusama::System;\n', r' *using Currency = kusama::Currency;\n']
REPORT=[r' *static constexpr uint64_t kReportLongevity = parameters::kReportLongevity;\n',r' *using Session = kusama::Session;\n',r' *using KeyOwnerProofSystem = (?:kusama::)?Historical;\n',r' *using Offences = kusama::Offences;\n',r' *using Authorship = kusama::Authorship;\n']
REPORTERS={'Babe','Grandpa','Beefy'}
PARA={'Configuration':'kusama::Configuration','Shared':'ParasShared','Scheduler':'ParaScheduler','Paras':'kusama::Paras','Dmp':'kusama::Dmp','Hrmp':'kusama::Hrmp','SessionInfo':'ParaSessionInfo','Session':'kusama::Session'}
for g,(doc,ps) in GROUPS.items():
    inc=set(); out=''
    sources=[]
    for p in ps:
        d,b=structs[p]
        base='Common'
        if p in REPORTERS:
            base='Reporting'
            for r in REPORT: b=re.sub(r,'',b)
        if g=='parachains' and p not in('ParachainsOrigin','ParasShared','MessageQueue'):
            base='OfParachains'
            for k,v in PARA.items(): b=re.sub(r' *using %s = %s;\n'%(k,re.escape(v)),'',b)
            b=re.sub(r' *using RewardValidators =\n.*?;\n','',b,flags=re.S)
        if g=='leases':
            b=re.sub(r' *using Registrar = kusama::Registrar;\n','',b)
            base='OfLeases' if p!='Registrar' else base
        for r in GONE: b=re.sub(r,'',b)
        b=re.sub(r'\bkusama::(?=[A-Z])',lambda m:m.group(0),b)
        b=re.sub(r'(?m)^(    using (\w+) = )(.*)$', lambda m: m.group(0), b)
        if p in extras and p!='Babe': out+=extras[p]+'\n\n'
        out+=d+f'struct {p}Config : {base}<{p}Config> {{'+('\n'+b if b.strip() else '')+'};\n\n'
        if p in extras and p=='Babe': out+=extras[p]+'\n\n'
        for i in incs[p]:
            if i in('runtime/kusama/pallets.hpp','runtime/kusama/parameters.hpp','runtime/kusama/currency.hpp','runtime/kusama/origin_checks.hpp','runtime/kusama/weights/measured.hpp','runtime/kusama/weights/block_weights.hpp','runtime/relay/time.hpp'): continue
            m=re.match(r'runtime/kusama/config/(\w+)\.hpp',i)
            if m:
                q=''.join(x.capitalize() for x in m.group(1).split('_'))
                # only values of other configurations need them
                if q+'Config' in structs[p][1] and of[q]!=g: inc.add(f'runtime/kusama/config/{of[q]}.hpp')
                continue
            inc.add(i)
        for x in heads[p].split(';'):
            x=re.sub(r'^fellowship runtimes v1.0.0, ','',' '.join(x.split()))
            if x and x not in sources: sources.append(x)
    inc.add('runtime/kusama/common.hpp')
    pre=''
    if g=='parachains':
        pre='''/// What most pallets of parachains build on.
template <class Config>
struct OfParachains : Common<Config> {
    using Configuration = kusama::Configuration;
    using Shared = ParasShared;
    using Paras = kusama::Paras;
    using Dmp = kusama::Dmp;
    using Hrmp = kusama::Hrmp;
    using Scheduler = ParaScheduler;
    using Session = kusama::Session;
    using SessionInfo = ParaSessionInfo;
    using RewardValidators =
        polkadot_runtime_parachains::reward_points::RewardValidatorsWithEraPoints<kusama::Session, ParaSessionInfo,
                                                                                  ParasShared, kusama::Staking>;
};

'''
    if g=='leases':
        pre='''template <class Config>
struct OfLeases : Common<Config> {
    using Registrar = kusama::Registrar;
};

'''
    srcs=sorted(set(sources)); 
    t='/// '+doc+'\n'+('/// Source: fellowship runtimes v1.0.0, '+', '.join(srcs)+'\n' if srcs else '')+'#pragma once\n\n'+''.join(f'#include "{i}"\n' for i in sorted(inc))+'\nnamespace serinus::kusama {\n\n'+pre+out+'}  // namespace serinus::kusama\n'
    open(f'/tmp/cmp/new_{g}.hpp','w').write(t)
for f in glob.glob(K+'/config/*.hpp'): os.remove(f)
for g in GROUPS: os.rename(f'/tmp/cmp/new_{g}.hpp',f'{K}/config/{g}.hpp')
# uses of the old headers
for f in glob.glob('runtime/**/*.?pp',recursive=True)+glob.glob('tests/**/*.cpp',recursive=True)+glob.glob('fuzz/*.cpp')+glob.glob('bench/*.cpp')+glob.glob('tools/**/*.cpp',recursive=True):
    if 'node_modules' in f: continue
    s=o=open(f).read()
    def r(m):
        n=m.group(1)
        if n in GROUPS and n not in('staking','treasury'): return m.group(0)
        q=''.join(x.capitalize() for x in n.split('_'))
        return f'#include "runtime/kusama/config/{of[q]}.hpp"' if q in of else m.group(0)
    s=re.sub(r'#include "runtime/kusama/config/(\w+)\.hpp"',r,s)
    if s!=o:
        seen=set(); ls=[]
        for l in s.split('\n'):
            if l.startswith('#include "runtime/kusama/config/'):
                if l in seen: continue
                seen.add(l)
            ls.append(l)
        open(f,'w').write('\n'.join(ls))
