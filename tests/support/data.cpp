#include "tests/support/data.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace serinus::test {

std::optional<std::string> shared_data(const std::string& name) {
    const char* folder = std::getenv("SERINUS_TEST_DATA");
    std::string path = (folder != nullptr ? std::string(folder) : SERINUS_SOURCE_DIR "/../shared/data") + "/" + name;
    if (!std::ifstream(path)) return std::nullopt;
    return path;
}

std::string own_chain(const std::string& name) {
    std::string path = SERINUS_OWN_CHAINS "/" + name + ".json";
    if (!std::ifstream(path)) {
        std::fprintf(stderr, "%s is missing: cmake --preset release && ninja -C build/release own_chains\n",
                     path.c_str());
        std::abort();
    }
    return path;
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        std::fprintf(stderr, "cannot read %s\n", path.c_str());
        std::abort();
    }
    std::ostringstream content;
    content << file.rdbuf();
    return std::move(content).str();
}

}  // namespace serinus::test
