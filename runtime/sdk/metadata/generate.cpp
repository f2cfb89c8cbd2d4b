#include "runtime/sdk/metadata/generate.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace serinus::sdk::metadata::detail {
namespace {

[[noreturn]] void fail(const char* what, const char* path) {
    std::fprintf(stderr, "%s %s\n", what, path);
    std::exit(1);
}

std::string read(const char* path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) fail("cannot read", path);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

GeneratorArguments read_arguments(int argc, char** argv) {
    if (argc != 5 && argc != 6) {
        std::fprintf(stderr, "usage: %s SOURCE_FACTS TYPE_NAMES OUTPUT_V14 OUTPUT_V15 [OUTPUT_EXPORTS]\n", argv[0]);
        std::exit(2);
    }
    return {.source_facts = read(argv[1]),
            .type_names = *argv[2] == '\0' ? std::string() : read(argv[2]),
            .v14 = argv[3],
            .v15 = argv[4],
            .exports = argc == 6 ? argv[5] : nullptr};
}

void write_if_changed(const char* path, BytesView bytes) {
    if (std::ifstream(path).good() && read(path) == as_text(bytes)) return;
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) fail("cannot write", path);
}

}  // namespace serinus::sdk::metadata::detail
