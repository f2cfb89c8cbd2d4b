/// Runs `serinus` as a user does.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace serinus::test {

/// Exit code and output of a finished program.
struct Outcome {
    int exit_code = -1;  ///< -1 if a signal ended it
    std::string out;
    std::string err;
};

/// With these arguments, this text on its standard input, and these variables besides those of this process.
Outcome run_serinus(const std::vector<std::string>& arguments, const std::string& input = "",
                    const std::vector<std::pair<std::string, std::string>>& environment = {});

/// Another program: its path, then its arguments.
Outcome run_program(const std::vector<std::string>& words);

/// Runs `serinus` without waiting for its end.
class RunningSerinus {
  public:
    explicit RunningSerinus(const std::vector<std::string>& arguments, const std::string& input = "");
    ~RunningSerinus();
    RunningSerinus(const RunningSerinus&) = delete;
    RunningSerinus& operator=(const RunningSerinus&) = delete;

    void send(int signal) const;
    /// Its standard error output so far.
    std::string error_text() const;
    /// Waits until that has `text`; false if the program ends or a minute passes before.
    bool wait_for_error_text(const std::string& text) const;
    /// Of a node, as soon as it answers there: "ws://127.0.0.1:PORT". Empty if it ends or a minute passes before.
    std::string wait_for_rpc() const;
    Outcome wait();

    struct Impl;

  private:
    std::unique_ptr<Impl> impl_;
};

/// A folder that is there as long as the object, and everything in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::string& path() const noexcept { return path_; }
    std::string operator/(const std::string& name) const { return path_ + "/" + name; }
    /// Creates a file in it and returns its path.
    std::string save(const std::string& name, const std::string& content) const;

  private:
    std::string path_;
};

}  // namespace serinus::test
