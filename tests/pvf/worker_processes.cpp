#include <unistd.h>

#include <filesystem>

#include "tests/pvf/workers.hpp"

namespace serinus::test {

std::vector<int> worker_processes() {
    std::vector<int> out;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename().string();
        if (name.empty() || name[0] < '1' || name[0] > '9') continue;
        std::error_code error;
        const auto program = std::filesystem::read_symlink(entry.path() / "exe", error);
        if (!error && program == std::filesystem::path(SERINUS_PVF_TEST_WORKER)) out.push_back(std::stoi(name));
    }
    return out;
}

}  // namespace serinus::test
