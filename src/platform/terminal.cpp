#include "platform/terminal.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace serinus::platform {
namespace {

constexpr size_t kMaxLine = size_t{64} * 1024;  // ours

FileError terminal_failure(const std::string& what) { return {what + ": " + std::strerror(errno)}; }

/// One line, read byte by byte so that nothing behind it is taken. nullopt: the end, or (errno EINTR) a signal.
std::optional<std::string> read_line(int fd) {
    std::string line;
    line.reserve(256);
    for (;;) {
        char c = 0;
        const ssize_t got = ::read(fd, &c, 1);
        if (got <= 0) {
            if (got == 0) errno = 0;
            return got == 0 && !line.empty() ? std::optional(std::move(line)) : std::nullopt;
        }
        if (c == '\n') break;
        if (line.size() < kMaxLine) line.push_back(c);
    }
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

volatile std::sig_atomic_t caught_signal = 0;

/// Hides what is typed as long as this lives. Signals that would end the program wait until the terminal is as it was.
class HiddenInput {
  public:
    explicit HiddenInput(int fd) : fd_(fd), hidden_(::tcgetattr(fd, &before_) == 0) {
        if (!hidden_) return;
        caught_signal = 0;
        struct sigaction action{};
        action.sa_handler = [](int signal) { caught_signal = signal; };  // no SA_RESTART: the read must end
        for (size_t i = 0; i < std::size(kSignals); ++i) ::sigaction(kSignals[i], &action, &old_actions_[i]);
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        hidden.c_lflag |= ECHONL;
        ::tcsetattr(fd, TCSAFLUSH, &hidden);
    }
    HiddenInput(const HiddenInput&) = delete;
    HiddenInput& operator=(const HiddenInput&) = delete;
    ~HiddenInput() {
        if (!hidden_) return;
        ::tcsetattr(fd_, TCSAFLUSH, &before_);
        for (size_t i = 0; i < std::size(kSignals); ++i) ::sigaction(kSignals[i], &old_actions_[i], nullptr);
        if (caught_signal != 0) ::raise(caught_signal);
    }

  private:
    static constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

    int fd_;
    termios before_{};
    bool hidden_;
    struct sigaction old_actions_[std::size(kSignals)]{};
};

}  // namespace

Result<std::string, FileError> read_standard_input(size_t max_bytes) {
    std::string content;
    char chunk[4096];
    for (;;) {
        const ssize_t got = ::read(STDIN_FILENO, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Err(terminal_failure("cannot read the standard input"));
        if (got == 0) return content;
        content.append(chunk, static_cast<size_t>(got));
        if (content.size() > max_bytes) {
            return Err(FileError{"the standard input is larger than the " + std::to_string(max_bytes) +
                                 " bytes allowed here"});
        }
    }
}

Result<std::string, FileError> read_secret_line(const char* prompt) {
    if (::isatty(STDIN_FILENO) == 0) {
        if (auto line = read_line(STDIN_FILENO)) return *std::move(line);
    }
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0) return Err(terminal_failure("there is no terminal to ask on, and nothing on the standard input"));
    std::optional<std::string> line;
    {
        const HiddenInput hidden(terminal);
        if (::write(terminal, prompt, std::strlen(prompt)) >= 0) line = read_line(terminal);
    }
    ::close(terminal);
    if (!line) return Err(FileError{"the input ended before there was a line"});
    return *std::move(line);
}

}  // namespace serinus::platform
