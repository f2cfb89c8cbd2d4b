// The checks on the host: prints their report.
#include <cstdio>

#include "tests/wasm/codec_checks.hpp"

int main() {
    serinus::wasm_test::run_codec_checks({
        .print = [](std::string_view line) { std::printf("%.*s\n", static_cast<int>(line.size()), line.data()); },
        .allocated = [] { return size_t{0}; },
    });
}
