# Builds a runtime's Wasm module: no exceptions, no RTTI, no C library, only what every host executes.
#
#   serinus_wasm(kusama_runtime
#     SOURCES     runtime/sdk/call.cpp …      # from the project's root, or made by the build
#     PRECOMPILED runtime/sdk/precompiled.hpp # included by all of them
#     EMBEDDING   runtime/kusama/blob.cpp     # those of the sources that embed
#     EMBEDS      files that they embed, from one folder)
#
# makes the target kusama_runtime_wasm and the file kusama_runtime.wasm in the build folder.
find_program(WASM_LD wasm-ld-19 REQUIRED)

set(SERINUS_WASM_FLAGS --target=wasm32-wasi -mcpu=mvp -mmutable-globals -fno-exceptions -fno-rtti -std=gnu++23 -O2
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror -Wno-gnu-statement-expression
  -Wno-gnu-statement-expression-from-macro-expansion -Wno-c23-extensions -fno-strict-aliasing -ffunction-sections
  -fdata-sections -fvisibility=hidden -I${PROJECT_SOURCE_DIR}/src -I${PROJECT_SOURCE_DIR}
  # Panics name their place: not where this build stands.
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=
  # A signed sum that overflows ends the execution, as an invariant that is broken.
  -fsanitize=signed-integer-overflow -fsanitize-trap=signed-integer-overflow)

function(serinus_wasm name)
  cmake_parse_arguments(W "" "PRECOMPILED" "SOURCES;EMBEDDING;EMBEDS;FLAGS" ${ARGN})
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${name}.wasm.dir)
  file(MAKE_DIRECTORY ${directory})
  set(compile ${CMAKE_CXX_COMPILER_LAUNCHER} ${CMAKE_CXX_COMPILER} ${SERINUS_WASM_FLAGS} ${W_FLAGS})

  set(pch "")
  if(W_PRECOMPILED)
    set(pch ${directory}/precompiled.pch)
    add_custom_command(OUTPUT ${pch}
      COMMAND ${CMAKE_CXX_COMPILER} ${SERINUS_WASM_FLAGS} ${W_FLAGS} -Xclang -fno-pch-timestamp -MD -MF ${pch}.d -MT ${pch}
        -x c++-header ${PROJECT_SOURCE_DIR}/${W_PRECOMPILED} -o ${pch}
      DEPENDS ${PROJECT_SOURCE_DIR}/${W_PRECOMPILED} DEPFILE ${pch}.d
      COMMENT "Precompiling ${W_PRECOMPILED} for ${name}.wasm" VERBATIM)
  endif()

  set(objects "")
  foreach(source IN LISTS W_SOURCES)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE path)
    string(REPLACE "${CMAKE_CURRENT_BINARY_DIR}/" "" object ${source})  # those that are made
    string(REPLACE "/" "_" object ${object})
    set(object ${directory}/${object}.o)
    set(own "")
    set(embeds "")
    set(own_compile ${compile})
    if(source IN_LIST W_EMBEDDING)
      set(embeds ${W_EMBEDS})
      list(GET embeds 0 first)
      cmake_path(GET first PARENT_PATH folder)
      set(own --embed-dir=${folder})
      # ccache does not know what is embedded, and would give back what was embedded before.
      list(REMOVE_ITEM own_compile ${CMAKE_CXX_COMPILER_LAUNCHER})
    elseif(source MATCHES "/wasm/libc.cpp$")
      set(own -fno-builtin)
    elseif(pch AND NOT source MATCHES "^src/")
      set(own -include-pch ${pch})
    endif()
    add_custom_command(OUTPUT ${object}
      COMMAND ${own_compile} ${own} -MD -MF ${object}.d -MT ${object} -c ${path} -o ${object}
      DEPENDS ${path} ${pch} ${embeds} DEPFILE ${object}.d
      COMMENT "Building ${source} for ${name}.wasm" VERBATIM COMMAND_EXPAND_LISTS)
    list(APPEND objects ${object})
  endforeach()

  serinus_wasm_link(${name} ${objects})
  add_custom_target(${name}_wasm ALL DEPENDS ${CMAKE_BINARY_DIR}/${name}.wasm)
  set(${name}_objects ${objects} PARENT_SCOPE)
endfunction()

function(serinus_wasm_link name)
  set(module ${CMAKE_BINARY_DIR}/${name}.wasm)
  # The stack lies below the data: an overflow faults instead of destroying it.
  set(link ${WASM_LD} --no-entry --gc-sections --fatal-warnings --import-memory --export=__heap_base --export-table
    --stack-first -z stack-size=1048576 -O2)
  # The names of functions, half as long as the code, stand in a second module of the same code: for profiles and traps.
  add_custom_command(OUTPUT ${module}
    COMMAND ${link} --strip-all ${ARGN} -o ${module}
    COMMAND ${link} --strip-debug ${ARGN} -o ${CMAKE_BINARY_DIR}/${name}.named.wasm
    DEPENDS ${ARGN} COMMENT "Linking ${name}.wasm" VERBATIM)
endfunction()

# serinus_wasm_variant(kusama_runtime_next OF kusama_runtime
#   SOURCES runtime/kusama/version.cpp FLAGS -D…
#   EMBEDDING runtime/kusama/metadata_blob.cpp EMBEDS files)
#
# makes kusama_runtime_next.wasm: the same objects, but SOURCES compiled anew with other flags, and EMBEDDING, if there is
# one, with other files.
function(serinus_wasm_variant name)
  cmake_parse_arguments(W "" "OF;EMBEDDING" "SOURCES;FLAGS;EMBEDS" ${ARGN})
  set(objects ${${W_OF}_objects})
  if(W_EMBEDDING)
    list(GET W_EMBEDS 0 first)
    cmake_path(GET first PARENT_PATH folder)
  endif()
  foreach(source IN ITEMS ${W_SOURCES} ${W_EMBEDDING})
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE path)
    string(REPLACE "${CMAKE_CURRENT_BINARY_DIR}/" "" object ${source}.o)  # those that are made
    string(REPLACE "/" "_" object ${object})
    list(FILTER objects EXCLUDE REGEX "/${object}$")
    set(changed ${CMAKE_CURRENT_BINARY_DIR}/${name}.${object})
    set(own "")
    if(source STREQUAL W_EMBEDDING)
      set(own --embed-dir=${folder})
    endif()
    # A few sources: without ccache, which does not know what is embedded.
    add_custom_command(OUTPUT ${changed}
      COMMAND ${CMAKE_CXX_COMPILER} ${SERINUS_WASM_FLAGS} ${W_FLAGS} ${own} -MD -MF ${changed}.d -MT ${changed}
        -c ${path} -o ${changed}
      DEPENDS ${path} ${W_EMBEDS} DEPFILE ${changed}.d
      COMMENT "Building ${source} for ${name}.wasm" VERBATIM COMMAND_EXPAND_LISTS)
    list(APPEND objects ${changed})
  endforeach()
  serinus_wasm_link(${name} ${objects})
endfunction()
