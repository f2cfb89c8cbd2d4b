#include "tests/cli/program.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/assert.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {
namespace {

std::vector<std::string> serinus_with(const std::vector<std::string>& arguments) {
    std::vector<std::string> words = {SERINUS_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

}  // namespace

struct RunningSerinus::Impl {
    TemporaryFolder folder;  // files, not pipes: no output is too large, no order of reading is wrong
    pid_t child = -1;

    Impl(std::vector<std::string> words, const std::string& input,
         const std::vector<std::pair<std::string, std::string>>& environment) {
        const std::string in = folder.save("in", input);
        // A child that is killed at once may never open them.
        const std::string out = folder.save("out", "");
        const std::string err = folder.save("err", "");
        std::vector<char*> argv;
        argv.reserve(words.size() + 1);
        for (std::string& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);

        std::fflush(nullptr);  // or the child would write what is buffered, too
        child = ::fork();
        SERINUS_ASSERT(child >= 0);
        if (child != 0) return;
        for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
        const bool ready = std::freopen(in.c_str(), "r", stdin) != nullptr &&
                           std::freopen(out.c_str(), "w", stdout) != nullptr &&
                           std::freopen(err.c_str(), "w", stderr) != nullptr;
        if (ready) ::execv(argv[0], argv.data());
        ::_exit(127);
    }

    Outcome wait() {
        int status = 0;
        SERINUS_ASSERT(::waitpid(std::exchange(child, -1), &status, 0) > 0);
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(folder / "out"), read_file(folder / "err")};
    }
};

Outcome run_serinus(const std::vector<std::string>& arguments, const std::string& input,
                    const std::vector<std::pair<std::string, std::string>>& environment) {
    return RunningSerinus::Impl(serinus_with(arguments), input, environment).wait();
}

Outcome run_program(const std::vector<std::string>& words) { return RunningSerinus::Impl(words, "", {}).wait(); }

RunningSerinus::RunningSerinus(const std::vector<std::string>& arguments, const std::string& input)
    : impl_(
          std::make_unique<Impl>(serinus_with(arguments), input, std::vector<std::pair<std::string, std::string>>{})) {}

RunningSerinus::~RunningSerinus() {
    if (impl_->child < 0) return;
    send(SIGKILL);
    impl_->wait();
}

void RunningSerinus::send(int signal) const { ::kill(impl_->child, signal); }

std::string RunningSerinus::error_text() const {
    const std::string path = impl_->folder / "err";  // the child makes it
    return ::access(path.c_str(), F_OK) == 0 ? read_file(path) : "";
}

bool RunningSerinus::wait_for_error_text(const std::string& text) const {
    constexpr int kMaxLooks = 6000;
    for (int i = 0; i < kMaxLooks; ++i) {
        if (error_text().find(text) != std::string::npos) return true;
        siginfo_t ended{};
        ::waitid(P_PID, static_cast<id_t>(impl_->child), &ended, WEXITED | WNOHANG | WNOWAIT);
        if (ended.si_pid != 0) return false;
        ::usleep(10'000);
    }
    return false;
}

std::string RunningSerinus::wait_for_rpc() const {
    const std::string mark = "Running JSON-RPC server: addr=127.0.0.1:";
    if (!wait_for_error_text(mark)) return "";
    // The rest of the line may come a moment later.
    for (;;) {
        const std::string log = error_text();
        const size_t begin = log.find(mark) + mark.size();
        const size_t end = log.find_first_not_of("0123456789", begin);
        if (end != std::string::npos) return "ws://127.0.0.1:" + log.substr(begin, end - begin);
        ::usleep(1'000);
    }
}

Outcome RunningSerinus::wait() { return impl_->wait(); }

TemporaryFolder::TemporaryFolder() {
    char name[] = "/tmp/serinus-cli-XXXXXX";
    SERINUS_ASSERT(::mkdtemp(name) != nullptr);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::save(const std::string& name, const std::string& content) const {
    std::ofstream(*this / name, std::ios::binary) << content;
    return *this / name;
}

}  // namespace serinus::test
