#!/usr/bin/env python3
"""Moves the rooms of runtime/ (29.6): folders.py TREE. To be run on a clean tree; git mv, then paths in all texts. Idempotent."""
import os, re, subprocess, sys, glob
os.chdir(sys.argv[1])
MOVES=[]  # (old, new), files or folders
def mv(old,new): MOVES.append((old,new))
mv('runtime/sdk/arithmetic','runtime/arithmetic')
mv('runtime/sdk/npos','runtime/npos')
for f in ('sort.hpp','sort_test.cpp','weight.hpp','weight_test.cpp'): mv(f'runtime/sdk/{f}',f'runtime/arithmetic/{f}')
mv('runtime/sdk/onchain_election_test.cpp','runtime/npos/onchain_test.cpp')
for f in ('chacha20','era','equivocation','multi_signer','proving_trie','secp256k1','vrf','values_test'):
    for e in ('.hpp','.cpp','_test.cpp'):
        p=f'runtime/sdk/{f}{e}'
        if f=='values_test' and e!='.cpp': continue
        mv(p,f'runtime/protocol/{f}{e}')
mv('runtime/sdk/api/equivocation_reports.hpp','runtime/protocol/equivocation_reports.hpp')
for f in ('host.hpp','storage_backend.hpp','storage_cache.hpp','storage_cache.cpp','storage_cache_test.cpp','storage_raw.hpp','storage_raw.cpp','storage_raw_test.cpp','twox.hpp','wasm','native','proof'):
    mv(f'runtime/sdk/{f}',f'runtime/sdk/host/{f}')
for r in ('kusama','polkadot','minimal','example'): mv(f'runtime/{r}',f'runtime/runtimes/{r}')
mv('runtime/relay','runtime/runtimes/common/relay')
PARAS={
 'configuration':['configuration','configuration_migration','host_configuration','old_host_configuration'],
 'disputes':['disputes','dispute_import','dispute_slashes'],
 'slashing':['slashing'],'dmp':['dmp'],'hrmp':['hrmp','hrmp_messages'],
 'inclusion':['inclusion','inclusion_checks','candidates','upward_queue','reward_points'],
 'initializer':['initializer'],'origin':['origin'],'para_scheduler':['para_scheduler','para_scheduler_migration'],
 'paras':['paras','paras_code','paras_votes','paras_types'],'paras_inherent':['paras_inherent','inherent_limits'],
 'session_info':['session_info','relevant_authorities'],'shared':['shared'],'assigner_parachains':['assigner_parachains'],
}
for d,stems in PARAS.items():
    for s in stems:
        for e in ('.hpp','.ipp','_test.cpp','_world_test.hpp'):
            mv(f'runtime/pallets/parachains/{s}{e}',f'runtime/pallets/parachains/{d}/{s}{e}')
    mv(f'runtime/pallets/parachains/{d}_weights.hpp',f'runtime/pallets/parachains/{d}/weights.hpp')
done=[]
for old,new in MOVES:
    if not os.path.exists(old) : 
        if os.path.exists(new): done.append((old,new))
        continue
    os.makedirs(os.path.dirname(new),exist_ok=True)
    subprocess.run(['git','mv',old,new],check=True); done.append((old,new))
# paths in texts; longest first
pairs=sorted(done,key=lambda p:-len(p[0]))
alternatives='|'.join(re.escape(o) for o,_ in pairs)
to=dict(pairs)
pattern=re.compile(r'(?<![\w/.-])((?:\.\./|/|\$\{PROJECT_SOURCE_DIR\}/|\$\{SERINUS_SDK_ROOT\}/)*)('+alternatives+r')(?![\w-])')
files=subprocess.run(['git','ls-files'],capture_output=True,text=True).stdout.split('\n')
EXT=('.hpp','.ipp','.cpp','.txt','.cmake','.in','.md','.py','.mjs','.js','.sh','.json','.yml','.yaml','Makefile','.clang-tidy','.toml','.h')
for f in files:
    if not f or not f.endswith(EXT) or not os.path.isfile(f) or 'node_modules' in f: continue
    try: s=open(f).read()
    except UnicodeDecodeError: continue
    n=pattern.sub(lambda m: m.group(1)+to[m.group(2)],s)
    # a file is told apart from a folder by what follows
    if n!=s: open(f,'w').write(n)
print(len(done),'moves')
import shutil
h=os.path.join(os.path.dirname(os.path.abspath(__file__)),'house_includes_test.cpp')
if os.path.exists(h): shutil.copy(h,'tests/house/includes_test.cpp')
# what is not a path from the root
def sub(p,*prs):
    s=o=open(p).read()
    for a,b in prs: s=s.replace(a,b)
    if s!=o: open(p,'w').write(s)
sub('runtime/CMakeLists.txt',
 ('CONFIGURE_DEPENDS sdk/*.cpp sdk/genesis/*.cpp sdk/npos/*.cpp\n  pallets/*/*.cpp)','CONFIGURE_DEPENDS sdk/*.cpp sdk/host/*.cpp sdk/genesis/*.cpp npos/*.cpp\n  protocol/*.cpp pallets/*/*.cpp)'),
 ('CONFIGURE_DEPENDS sdk/wasm/*.cpp)','CONFIGURE_DEPENDS sdk/host/wasm/*.cpp)'),
 ('sdk/native/','sdk/host/native/'),('sdk/proof/','sdk/host/proof/'),
 ('CONFIGURE_DEPENDS sdk/npos/*.cpp)','CONFIGURE_DEPENDS npos/*.cpp)'),
 ('sdk/*_test.cpp sdk/genesis/*_test.cpp pallets/*/*_test.cpp kusama/*_test.cpp kusama/*/*_test.cpp\n  polkadot/weights/*_test.cpp)','sdk/*_test.cpp sdk/host/*_test.cpp sdk/genesis/*_test.cpp protocol/*_test.cpp npos/onchain_test.cpp arithmetic/sort_test.cpp arithmetic/weight_test.cpp pallets/*/*_test.cpp\n  pallets/*/*/*_test.cpp runtimes/kusama/*_test.cpp runtimes/kusama/*/*_test.cpp runtimes/polkadot/weights/*_test.cpp)'),
 ('storage_cache_test.cpp storage_raw_test.cpp','host/storage_cache_test.cpp host/storage_raw_test.cpp'),
 (' values_test.cpp weights_test.cpp',' weights_test.cpp'),
 ('list(TRANSFORM sdk_tests PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/sdk/)','list(TRANSFORM sdk_tests PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/sdk/)\nlist(APPEND sdk_tests ${CMAKE_CURRENT_SOURCE_DIR}/protocol/values_test.cpp)'),
 ('sdk/storage_cache.cpp sdk/storage_raw.cpp','sdk/host/storage_cache.cpp sdk/host/storage_raw.cpp'),
 ('RUNTIME kusama CRATE','RUNTIME runtimes/kusama CRATE'),('TYPE_NAMES kusama/','TYPE_NAMES runtimes/kusama/'),
 (' kusama/native/',' runtimes/kusama/native/'),(' kusama/metadata/',' runtimes/kusama/metadata/'),(' kusama/precompiled.hpp',' runtimes/kusama/precompiled.hpp'),(' kusama/genesis_test.cpp',' runtimes/kusama/genesis_test.cpp'),
 ('add_subdirectory(example)','add_subdirectory(runtimes/example)'),('add_subdirectory(minimal)','add_subdirectory(runtimes/minimal)'),('add_subdirectory(polkadot)','add_subdirectory(runtimes/polkadot)'),
 ('parachains/leasing_test','parachains/leasing_test'),('parachains/upward_queue_test','parachains/inclusion/upward_queue_test'),
 ('"/kusama/metadata/"','"/runtimes/kusama/metadata/"'))
sub('runtime/runtimes/example/CMakeLists.txt',('../sdk/','../../sdk/'),('../pallets/','../../pallets/'),('../../sdk/storage_raw','../../sdk/host/storage_raw'))
sub('cmake/serinus_runtime.cmake',('/sdk/native/|/sdk/wasm/','/sdk/host/native/|/sdk/host/wasm/'),
 ('${SERINUS_SDK_ROOT}/runtime/pallets/*/*.hpp','${SERINUS_SDK_ROOT}/runtime/arithmetic/*.hpp\n    ${SERINUS_SDK_ROOT}/runtime/npos/*.hpp ${SERINUS_SDK_ROOT}/runtime/protocol/*.hpp ${SERINUS_SDK_ROOT}/runtime/pallets/*/*.hpp\n    ${SERINUS_SDK_ROOT}/runtime/pallets/*/*/*.hpp'))
sub('cmake/unsigned_wrap.cmake',('sdk/arithmetic/','arithmetic/'),('sdk/native/','sdk/host/native/'))
sub('cmake/sdk_package.cmake',('install(DIRECTORY runtime/sdk runtime/pallets','install(DIRECTORY runtime/arithmetic runtime/npos runtime/protocol runtime/sdk runtime/pallets'))
sub('runtime/sdk/migration.hpp',('sdk/native/','sdk/host/native/'))
sub('runtime/arithmetic/CMakeLists.txt',('../wasm/','../sdk/host/wasm/'))
sub('runtime/sdk/metadata/CMakeLists.txt',('../storage_raw','../host/storage_raw'),('../storage_cache','../host/storage_cache'))
