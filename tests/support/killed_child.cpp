#include "tests/support/killed_child.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "tests/support/random.hpp"

namespace serinus::test {

Bytes KilledChildren::run(const std::function<void(int acknowledgements)>& work) {
    constexpr uint64_t kLongestLife = 4'000'000;
    int ends[2];
    if (::pipe(ends) != 0) {
        ADD_FAILURE() << "there is no pipe: " << std::strerror(errno);
        return {};
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        work(ends[1]);
        ::_exit(127);
    }
    ::close(ends[1]);
    if (child > 0) {
        ::usleep(static_cast<useconds_t>(random_between(random_, shortest_, longest_)));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
    } else {
        ADD_FAILURE() << "there is no child: " << std::strerror(errno);
    }
    Bytes written;
    uint8_t buffer[4096];
    for (ssize_t count; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        written.insert(written.end(), buffer, buffer + count);
    ::close(ends[0]);
    longest_ = std::clamp(written.empty() ? longest_ * 2 : longest_ / 2, least_longest_, kLongestLife);
    return written;
}

}  // namespace serinus::test
