#include "cli/program.hpp"

int main(int argc, char** argv) { return serinus::cli::run_program(argc, argv); }
