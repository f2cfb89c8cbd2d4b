# Language, warnings, sanitizers, ccache and lld: the same for every target of the host.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON) # __int128 and statement expressions (TRY)
# Without the packages that only tests need. What is built is the same, so that `make test` goes on from what `make run` has built.
option(SERINUS_PROGRAM_ONLY "Configure the program alone: tests, benches and fuzz targets cannot be built" OFF)
option(SERINUS_UNITED "Translate several sources as one (serinus_module.cmake)" ON)
set(CMAKE_CXX_FLAGS_RELEASE "-O2") # the presets debug, asan and tsan have lines of sources
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

set(SERINUS_SANITIZE "" CACHE STRING "Sanitizers for -fsanitize=, comma separated")
option(SERINUS_FUZZ "Build the fuzz targets with libFuzzer instead of the corpus replayer" OFF)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror
  -Wno-gnu-statement-expression -Wno-gnu-statement-expression-from-macro-expansion -fno-strict-aliasing)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  # Every x86 machine since 2009; faster paths are chosen at run time. Without -mtune clang tunes for the Intel machines
  # of that year and writes a rotation as SHLD, which halves the speed of hashes on AMD.
  add_compile_options(-march=x86-64-v2 -mtune=generic)
endif()
add_link_options(-fuse-ld=lld)

if(SERINUS_SANITIZE)
  add_compile_options(-fsanitize=${SERINUS_SANITIZE} -fno-sanitize-recover=all)
  # Checks of each use of a pointer: null takes a fifth of the time of translation, the others about a tenth. ASan stops at a use of address 0 and beyond an object
  # anyway, and the machines that this is for read what is not aligned.
  add_compile_options(-fno-sanitize=null,alignment,object-size,vptr)
  add_link_options(-fsanitize=${SERINUS_SANITIZE})
endif()
if(SERINUS_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Precompiled headers hit the cache only without time stamps.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
endif()
