# Makes a source for each pallet of a runtime, of its bodies and what these use, for `serinus_runtime` and for Kusama's runtime.
#
#   serinus_compose(NAMESPACE kusama         # the namespace serinus::kusama
#     RUNTIME ${PROJECT_SOURCE_DIR}/runtime/runtimes/kusama # the folder of the composition, absolute
#     ROOT    ${PROJECT_SOURCE_DIR}          # from where includes of the composition are written
#     PALLETS folders                        # of pallets, absolute; those of the SDK come behind them
#     UNITED  bytes                          # neighbours share a source while their bodies are not larger; default: 0
#     ALONE   pallets                        # that share none
#     OUTPUT  folder)                        # where the sources are made
#
# sets, in the scope of the caller,
#
#   pallets           the names of the pallets, in the order of pallets.hpp
#   pallet_sources    a source for each, in the same order, and those that some share in place of theirs
#   type_<name>       the type of a pallet without alias
#   bodies_<name>     the file with its bodies
#   source_<name>     the source of a pallet that shares none
#   includes_<name>   the lines by which its configuration, those that it uses, and its declarations are included
#   includes_runtime  the same for what `struct Runtime` of composition.hpp names, or runtime.hpp where there is none
#   includes_apis     the lines by which the bodies of the runtime APIs are included, which stand beside what api.hpp includes
#
# pallets.hpp has a line `using Babe = pallet_babe::Pallet<struct BabeConfig>;` for each pallet. Its bodies are babe.ipp, after
# the pallet's namespace or after its alias, with babe.hpp beside it; two instances of a pallet share them.
#
# A configuration stands in a header below config/, or in runtime.hpp, which every pallet's source includes then. The program
# tools/runtime/compose.py reads all that and writes the sources: that of a pallet includes its configuration and those of the
# pallets that this names, since the bodies call these. So an edited header is compiled again for its users alone.

# Half of the time of a small pallet's source is that of the headers it includes, which are much the same for its neighbours in
# pallets.hpp. Names in anonymous namespaces must then differ between pallets.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

function(serinus_compose)
  cmake_parse_arguments(C "" "NAMESPACE;RUNTIME;ROOT;OUTPUT;UNITED" "PALLETS;ALONE" ${ARGN})
  if(NOT C_UNITED)
    set(C_UNITED 0)
  endif()
  set(program ${SERINUS_SDK_ROOT}/tools/runtime/compose.py)
  execute_process(
    COMMAND ${Python3_EXECUTABLE} ${program} --namespace ${C_NAMESPACE} --runtime ${C_RUNTIME} --root ${C_ROOT}
      --sdk ${SERINUS_SDK_ROOT} --output ${C_OUTPUT} --pallets ${C_PALLETS} --united ${C_UNITED} --alone ${C_ALONE}
    RESULT_VARIABLE result ERROR_VARIABLE complaint)
  if(result)
    message(FATAL_ERROR "${complaint}")
  endif()
  include(${C_OUTPUT}/composition.cmake)
  # Headers that come to config/ too are read.
  file(GLOB configs CONFIGURE_DEPENDS ${C_RUNTIME}/config/*.hpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${program} ${composition_inputs})
  foreach(pallet IN LISTS pallets)
    foreach(variable type bodies source includes)
      set(${variable}_${pallet} "${${variable}_${pallet}}" PARENT_SCOPE)
    endforeach()
  endforeach()
  foreach(variable pallets includes_runtime includes_apis)
    set(${variable} "${${variable}}" PARENT_SCOPE)
  endforeach()
  set(pallet_sources ${pallet_sources} PARENT_SCOPE)
endfunction()
