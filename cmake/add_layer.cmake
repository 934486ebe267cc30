# add_layer(NAME DEPS layer... LIBRARIES target...): one folder = one static library `partita_NAME`.
# Sources are every .cc under the folder, *_main.cc and inner layers (subfolders with a CMakeLists.txt) apart. DEPS are
# the layers that it may include; tests/layering_test.cc checks the same table against the #include lines.
function(add_layer NAME)
  cmake_parse_arguments(LAYER "" "" "DEPS;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  list(FILTER SOURCES EXCLUDE REGEX "_main\\.cc$")
  file(GLOB INNER_LAYERS CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt)
  foreach(INNER ${INNER_LAYERS})
    get_filename_component(INNER_FOLDER ${INNER} DIRECTORY)
    list(FILTER SOURCES EXCLUDE REGEX "^${INNER_FOLDER}/")
  endforeach()
  if(NOT SOURCES)  # a layer that has only headers so far
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/headers_only.cc "")
    set(SOURCES ${CMAKE_CURRENT_BINARY_DIR}/headers_only.cc)
  endif()
  add_library(partita_${NAME} STATIC ${SOURCES})
  target_include_directories(partita_${NAME} PUBLIC ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
  set(LAYER_TARGETS ${LAYER_DEPS})
  list(TRANSFORM LAYER_TARGETS PREPEND partita_)
  target_link_libraries(partita_${NAME} PUBLIC ${LAYER_TARGETS} ${LAYER_LIBRARIES})
endfunction()

# add_schema(LAYER file.capnp): compiles a Cap'n Proto schema of the layer's folder into ${PROJECT_BINARY_DIR}/generated/<folder>/.
function(add_schema LAYER SCHEMA)
  set(OUT ${PROJECT_BINARY_DIR}/generated/${LAYER})
  get_filename_component(FOLDER ${OUT}/${SCHEMA} DIRECTORY)
  file(MAKE_DIRECTORY ${FOLDER})
  add_custom_command(
    OUTPUT ${OUT}/${SCHEMA}.c++ ${OUT}/${SCHEMA}.h
    COMMAND ${CAPNP_EXECUTABLE} compile -o${CAPNPC_CXX_EXECUTABLE}:${OUT} --src-prefix=${CMAKE_CURRENT_SOURCE_DIR}
            -I${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/${SCHEMA}
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${SCHEMA})
  target_sources(partita_${LAYER} PRIVATE ${OUT}/${SCHEMA}.c++)
  set_source_files_properties(${OUT}/${SCHEMA}.c++ PROPERTIES COMPILE_OPTIONS "-w")
  target_link_libraries(partita_${LAYER} PRIVATE partita_capnp)
endfunction()
