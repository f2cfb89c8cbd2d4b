# One source for each pallet of Kusama's runtime, made of its configuration: ${kusama_pallet_sources}, and of the same
# order ${kusama_pallets}, the pallets' names.
#
# The source of Babe includes config/babe.hpp, the bodies in pallets/babe/*.ipp, and the configurations of the pallets that
# config/babe.hpp names, since the bodies call these. So an edited header is compiled again for its users alone.
set(kusama_pallets "")
set(kusama_pallet_sources "")
set(folder ${PROJECT_SOURCE_DIR}/runtime/kusama)
file(GLOB configs CONFIGURE_DEPENDS ${folder}/config/*.hpp)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${configs} ${folder}/pallets.hpp)

# using Babe = pallet_babe::Pallet<struct BabeConfig>;
file(STRINGS ${folder}/pallets.hpp aliases REGEX "^using [A-Za-z]+ = [a-z_:]+::Pallet<")
foreach(alias IN LISTS aliases)
  string(REGEX MATCH "^using ([A-Za-z]+) = ([a-z_:]+)::Pallet<struct ([A-Za-z]+)>" _ "${alias}")
  list(APPEND kusama_pallets ${CMAKE_MATCH_1})
  set(type_${CMAKE_MATCH_1} "${CMAKE_MATCH_2}::Pallet<serinus::kusama::${CMAKE_MATCH_3}>")
  foreach(config IN LISTS configs)
    file(STRINGS ${config} found REGEX "^struct ${CMAKE_MATCH_3} ")
    if(found)
      set(config_${CMAKE_MATCH_1} ${config})
    endif()
  endforeach()
  if(NOT config_${CMAKE_MATCH_1})
    message(FATAL_ERROR "no file in runtime/kusama/config/ has the configuration struct ${CMAKE_MATCH_3}")
  endif()
endforeach()

foreach(pallet IN LISTS kusama_pallets)
  file(READ ${config_${pallet}} text)
  # What the configuration takes from other headers of Kusama names pallets too, if these know them.
  string(REGEX MATCHALL "\"runtime/kusama/[a-z_]+\\.hpp\"" headers "${text}")
  foreach(header IN LISTS headers)
    string(REPLACE "\"" "" header ${header})
    file(READ ${PROJECT_SOURCE_DIR}/${header} more)
    if(more MATCHES "\"runtime/kusama/pallets.hpp\"")
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${header})
      string(APPEND text "${more}")
    endif()
  endforeach()
  string(REGEX REPLACE "//[^\n]*" "" text "${text}")
  string(REGEX MATCHALL "[A-Za-z_]+" words "${text}")
  list(REMOVE_DUPLICATES words)
  set(includes "")
  foreach(other IN LISTS kusama_pallets)
    if(other IN_LIST words OR other STREQUAL pallet)
      file(RELATIVE_PATH header ${PROJECT_SOURCE_DIR} ${config_${other}})
      string(APPEND includes "#include \"${header}\"\n")
    endif()
  endforeach()

  # The bodies stand beside the declaration: the first of the pallets' headers that the configuration includes.
  string(REGEX REPLACE "([a-z])([A-Z])" "\\1_\\2" stem ${pallet})
  string(TOLOWER ${stem} stem)
  file(GLOB bodies CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/runtime/pallets/*/${stem}.ipp)
  list(LENGTH bodies count)
  if(NOT count EQUAL 1)
    message(FATAL_ERROR "runtime/pallets/ must have one file ${stem}.ipp: the bodies of ${pallet}")
  endif()
  file(RELATIVE_PATH bodies ${PROJECT_SOURCE_DIR} ${bodies})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/kusama/${stem}.cpp)
  set(type ${type_${pallet}})
  file(CONFIGURE OUTPUT ${source} CONTENT "@includes@#include \"@bodies@\"

SERINUS_PALLET(serinus::@type@)
" @ONLY)
  list(APPEND kusama_pallet_sources ${source})
endforeach()
