# Declares a module: the library of one folder of src/, its tests, fuzz targets and benches.
#
#   serinus_module(trie
#     SOURCES node.cpp proof.cpp            # none: headers only
#     USES    codec hashing                 # modules below this one, seen by our users too
#     LIBS    sodium                        # packaged libraries, private to our .cpp files
#     WITHOUT_CODEC                         # a room below the codec: precompiled.cmake
#     COMPUTES                              # sanitized it is optimized too, as rooms below the codec are: most of the time of its translation
#     UNITED                                # several sources are translated as one
#     GROUPS_OF 9                           # that many; default: serinus_unite()
#     UNITED_TESTS                          # and several tests
#     TESTS   node_test.cpp proof_test.cpp  # linked into one program, trie_test
#     THREADED_TESTS store_test.cpp         # those that run several threads: alone under ThreadSanitizer
#     TESTS_TWICE                           # run in release builds too, and not only under sanitizers
#     TESTS_OWN_CHAINS                      # they run chains on our own runtime: tests/own_chains
#     TEST_LIBS openssl                     # peers that only tests and benches compare with
#     FUZZ    trie_node                     # fuzz/trie_node.cpp, seeds in fuzz/corpus/trie_node/
#     BENCH   trie)                         # bench/trie.cpp
#
# UNITED: most of the time of a source is that of the headers it includes. Names in anonymous namespaces must then differ in a whole
# room (tests/house), and no macro may be defined around a source. With SERINUS_UNITED=OFF (the preset debug, make tidy) each
# source stands alone, so that no #include can be missing.
#
# A fuzz target is a libFuzzer program under SERINUS_FUZZ; otherwise, in sanitized builds, a program that replays its
# corpus, run as a test.
# serinus_unite(target… [SIZE sources in one, 18]): a changed source costs its group, at most some 20 s, and all from nothing the less the larger
# groups are (docs/performance.md, Builds).
function(serinus_unite)
  cmake_parse_arguments(U "" "SIZE" "" ${ARGN})
  if(NOT SERINUS_UNITED)
    return()
  endif()
  if(NOT U_SIZE)
    set(U_SIZE 18)
  endif()
  set_target_properties(${U_UNPARSED_ARGUMENTS} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${U_SIZE})
endfunction()

function(serinus_module name)
  cmake_parse_arguments(M "TESTS_TWICE;TESTS_OWN_CHAINS;UNITED;UNITED_TESTS;WITHOUT_CODEC;COMPUTES" "GROUPS_OF" "SOURCES;USES;LIBS;TESTS;THREADED_TESTS;TEST_LIBS;FUZZ;BENCH" ${ARGN})
  if(M_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "serinus_module(${name}): unknown arguments ${M_UNPARSED_ARGUMENTS}")
  endif()
  set(library serinus_${name})
  set(precompiled serinus_precompiled_codec)
  if(M_WITHOUT_CODEC)
    set(precompiled serinus_precompiled)
  elseif(NOT M_COMPUTES AND SERINUS_SANITIZE)
    set(precompiled serinus_precompiled_codec_unoptimized)
  endif()

  list(TRANSFORM M_USES PREPEND serinus_)
  if(M_SOURCES)
    add_library(${library} STATIC ${M_SOURCES})
    target_include_directories(${library} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(${library} PUBLIC ${M_USES} PRIVATE ${M_LIBS})
    serinus_use_precompiled(${library} ${precompiled})
  else()
    add_library(${library} INTERFACE)
    target_include_directories(${library} INTERFACE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(${library} INTERFACE ${M_USES} ${M_LIBS})
  endif()

  if(M_UNITED)
    serinus_unite(${library} SIZE ${M_GROUPS_OF})
  endif()

  if(SERINUS_SANITIZE STREQUAL "thread")
    set(M_TESTS ${M_THREADED_TESTS})
  endif()
  if(M_TESTS)
    add_executable(${name}_test ${M_TESTS})
    target_link_libraries(${name}_test PRIVATE ${library} serinus_test_support ${M_TEST_LIBS})
    target_precompile_headers(${name}_test REUSE_FROM serinus_test_support)
    if(M_UNITED_TESTS)
      serinus_unite(${name}_test SIZE 12)
    endif()
    if(M_TESTS_OWN_CHAINS AND NOT SERINUS_SANITIZE)
      add_dependencies(${name}_test own_chains)
    endif()
    # Unit tests run under the sanitizers, where they tell most; building them twice would take minutes. In a release
    # build `ninja ${name}_test` makes one.
    if(SERINUS_SANITIZE OR M_TESTS_TWICE)
      add_test(NAME ${name} COMMAND ${name}_test)
    else()
      set_target_properties(${name}_test PROPERTIES EXCLUDE_FROM_ALL ON)
    endif()
    # GoogleTest marks a skipped test in its output; ctest then shows the program as passed, so we print them loudly.
  endif()

  foreach(target IN LISTS M_FUZZ)
    serinus_fuzz(${target} ${library} ${M_TEST_LIBS})
  endforeach()

  foreach(target IN LISTS M_BENCH)
    add_executable(bench_${target} ${PROJECT_SOURCE_DIR}/bench/${target}.cpp)
    target_include_directories(bench_${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_compile_options(bench_${target} PRIVATE ${SERINUS_HARDENING})
    target_link_libraries(bench_${target} PRIVATE ${library} ${M_LIBS} ${M_TEST_LIBS} benchmark::benchmark_main)
    set_property(GLOBAL APPEND PROPERTY SERINUS_BENCH_TARGETS bench_${target})
  endforeach()
endfunction()

# serinus_fuzz(trie_node serinus_trie): fuzz/trie_node.cpp with these libraries.
function(serinus_fuzz target)
  # A corpus tells most under the sanitizers, so it is replayed there only.
  if(NOT SERINUS_SANITIZE)
    return()
  endif()
  add_executable(fuzz_${target} ${PROJECT_SOURCE_DIR}/fuzz/${target}.cpp)
  target_include_directories(fuzz_${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(fuzz_${target} PRIVATE ${ARGN})
  if(SERINUS_FUZZ)
    serinus_use_precompiled(fuzz_${target} serinus_precompiled)
    target_link_options(fuzz_${target} PRIVATE -fsanitize=fuzzer)
    set_property(GLOBAL APPEND PROPERTY SERINUS_FUZZ_TARGETS fuzz_${target})
  else()
    if(NOT TARGET fuzz_replay)
      add_library(fuzz_replay STATIC ${PROJECT_SOURCE_DIR}/fuzz/replay.cpp)
    endif()
    target_link_libraries(fuzz_${target} PRIVATE fuzz_replay)
    # It runs a few inputs.
    serinus_use_precompiled(fuzz_${target} serinus_precompiled_codec_unoptimized)
    add_test(NAME fuzz_${target}_corpus
      COMMAND fuzz_${target} ${PROJECT_SOURCE_DIR}/fuzz/corpus/${target})
  endif()
endfunction()
