# The metadata of Kusama's runtime, made natively from the declarations: kusama_metadata_v14.scale, …_v15.scale in
# ${kusama_metadata_dir}. Each pallet is described in a file of its own, which includes the configurations that the pallet's
# source does (serinus_compose.cmake): a changed declaration is compiled again for the metadata of its users alone. So no header of
# the composition is precompiled, only the SDK.
set(kusama_metadata_dir ${CMAKE_CURRENT_BINARY_DIR}/metadata)
set(metadata_sources "")
# What differs between the compositions (kusama/is_proper.hpp) is described for each.
set(composed_sources kusama/metadata/generate.cpp)
foreach(pallet IN LISTS pallets)
  set(includes "${includes_${pallet}}")
  set(type ${type_${pallet}})
  file(CONFIGURE OUTPUT metadata/${pallet}.cpp CONTENT "@includes@#include \"runtime/sdk/metadata/pallet.hpp\"

SERINUS_PALLET_METADATA(@type@)
" @ONLY)
  if(pallet STREQUAL Referenda)
    list(APPEND composed_sources ${kusama_metadata_dir}/${pallet}.cpp)
  else()
    list(APPEND metadata_sources ${kusama_metadata_dir}/${pallet}.cpp)
  endif()
endforeach()

# What the compiler does not tell: comments and spellings.
file(GLOB metadata_headers CONFIGURE_DEPENDS sdk/*.hpp sdk/*/*.hpp pallets/*/*.hpp relay/*.hpp kusama/*.hpp kusama/*/*.hpp
  ${PROJECT_SOURCE_DIR}/src/primitives/*.hpp ${PROJECT_SOURCE_DIR}/src/primitives/*/*.hpp)
list(FILTER metadata_headers EXCLUDE REGEX "_test\\.hpp$|/sdk/metadata/|/sdk/native/|/sdk/wasm/")
set(source_facts ${kusama_metadata_dir}/source_facts.txt)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_custom_command(OUTPUT ${source_facts}
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/runtime/source_facts.py ${source_facts} ${metadata_headers}
  DEPENDS ${PROJECT_SOURCE_DIR}/tools/runtime/source_facts.py ${metadata_headers}
  COMMENT "Reading the runtime's comments" VERBATIM)

# Types of pallets that are kept in another form than the reference's.
file(GLOB metadata_by_hand CONFIGURE_DEPENDS pallets/*/metadata.cpp)

# Of the runtime only declarations and constants are needed, so that a change in a body does not come here.
add_library(kusama_metadata_description OBJECT ${metadata_sources} ${metadata_by_hand})
target_include_directories(kusama_metadata_description PRIVATE ${kusama_metadata_dir})
target_link_libraries(kusama_metadata_description PUBLIC runtime_metadata)
target_precompile_headers(kusama_metadata_description PRIVATE sdk/metadata/pallet.hpp sdk/precompiled.hpp)
# They only describe, so that many neighbours share one source at little cost.
serinus_unite(kusama_metadata_description SIZE 16)
# It runs once per build: compiled fast, not well.
target_compile_options(kusama_metadata_description PUBLIC -O0 -g0)
foreach(composition development proper)
  add_library(kusama_metadata_${composition} OBJECT ${composed_sources})
  target_link_libraries(kusama_metadata_${composition} PUBLIC runtime_metadata)
  target_compile_options(kusama_metadata_${composition} PUBLIC -O0 -g0)
endforeach()
target_precompile_headers(kusama_metadata_development REUSE_FROM kusama_metadata_description)
target_compile_definitions(kusama_metadata_proper PRIVATE SERINUS_KUSAMA_PROPER)

# kusama_metadata_of(VARIABLE PROGRAM FOLDER COMPOSITION FLAGS…): the files of the runtime whose version.cpp is compiled with
# these flags.
set(type_names ${PROJECT_SOURCE_DIR}/runtime/kusama/metadata/type_names.txt)
# In the first folder also what else follows from the declarations: the functions of the module.
function(kusama_metadata_of variable program folder composition)
  add_executable(${program} kusama/version.cpp $<TARGET_OBJECTS:kusama_metadata_description>
    $<TARGET_OBJECTS:kusama_metadata_${composition}>)
  target_link_libraries(${program} PRIVATE runtime_metadata)
  target_compile_options(${program} PRIVATE -O0 -g0 ${ARGN})
  file(MAKE_DIRECTORY ${folder})
  set(files ${folder}/kusama_metadata_v14.scale ${folder}/kusama_metadata_v15.scale)
  list(TRANSFORM files REPLACE "^.*_(v[0-9]+).scale$" "\\1=\\0" OUTPUT_VARIABLE outputs)
  if(folder STREQUAL kusama_metadata_dir)
    set(exports ${kusama_exports})
    list(APPEND outputs exports=${kusama_exports})
  endif()
  add_custom_command(OUTPUT ${files} ${exports}
    COMMAND ${program} ${source_facts} ${type_names} ${outputs}
    DEPENDS ${program} ${source_facts} ${type_names}
    COMMENT "Writing the metadata of Kusama's runtime" VERBATIM)
  set(${variable} ${files} PARENT_SCOPE)
endfunction()

set(kusama_exports ${kusama_metadata_dir}/exports.cpp)
kusama_metadata_of(kusama_metadata kusama_metadata_gen ${kusama_metadata_dir} development)
kusama_metadata_of(kusama_metadata_next kusama_metadata_next_gen ${kusama_metadata_dir}/next development
  -DSERINUS_KUSAMA_SPEC_VERSION=1000001)
kusama_metadata_of(kusama_metadata_proper kusama_metadata_proper_gen ${kusama_metadata_dir}/proper proper)
add_custom_target(kusama_metadata DEPENDS ${kusama_metadata} ${kusama_metadata_proper})

add_executable(kusama_metadata_test kusama/metadata/compositions_test.cpp kusama/metadata/kusama_metadata_test.cpp)
target_link_libraries(kusama_metadata_test PRIVATE runtime_metadata serinus_metadata boost_json serinus_test_support)
target_precompile_headers(kusama_metadata_test REUSE_FROM serinus_test_support)
target_compile_definitions(kusama_metadata_test PRIVATE SERINUS_METADATA_DIR="${kusama_metadata_dir}")
add_dependencies(kusama_metadata_test kusama_metadata)
add_test(NAME kusama_metadata COMMAND kusama_metadata_test)
add_test(NAME runtime_source_facts
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/runtime/source_facts_test.py)
