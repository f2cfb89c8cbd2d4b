#include "platform/child_process.hpp"

#include <gtest/gtest.h>

#include "platform/files.hpp"

namespace serinus::platform {
namespace {

class ChildProcessTest : public testing::Test {
  protected:
    ChildProcessTest() : folder_(*create_temporary_directory("serinus-child-")), output_(folder_ + "/output") {}
    ~ChildProcessTest() override { (void)remove_tree(folder_); }

    ChildProcess start(const std::string& script) {
        auto child = ChildProcess::start({"/bin/sh", "-c", script}, output_);
        EXPECT_TRUE(child.has_value());
        return *std::move(child);
    }
    static ExitStatus end_of(ChildProcess& child) {
        for (;;) {
            const int descriptor = child.descriptor();
            wait_for_input(std::span(&descriptor, 1), 20'000);
            if (const auto status = child.exit_status()) return *status;
        }
    }
    std::string output() const { return read_file(output_, 4096).value_or("no file"); }

    std::string folder_;
    std::string output_;
};

TEST_F(ChildProcessTest, OutputAndErrorsAreAppendedToTheFile) {
    for (int i = 0; i < 2; ++i) {
        ChildProcess child = start("echo out; echo err >&2; cat");  // cat ends at once: the input is empty
        EXPECT_TRUE(end_of(child).is_success());
    }
    EXPECT_EQ(output(), "out\nerr\nout\nerr\n");
}

TEST_F(ChildProcessTest, TheExitStatusSaysHowTheProgramEnded) {
    ChildProcess failing = start("exit 3");
    EXPECT_EQ(end_of(failing).to_string(), "status 3");
    ChildProcess missing = *ChildProcess::start({"/no/such/program"}, output_);
    EXPECT_EQ(end_of(missing).to_string(), "status 127");
    ChildProcess terminated = start("exec sleep 60");
    EXPECT_EQ(terminated.exit_status(), std::nullopt);
    terminated.terminate();
    EXPECT_EQ(end_of(terminated).to_string(), "signal 15");
    ChildProcess deaf = start("trap '' TERM; echo ready; while :; do sleep 1; done");
    while (!output().contains("ready")) wait_for_input({}, 5);
    deaf.terminate();
    EXPECT_EQ(deaf.exit_status(), std::nullopt);
    deaf.kill();
    EXPECT_EQ(end_of(deaf).to_string(), "signal 9");
}

TEST_F(ChildProcessTest, AProgramDoesNotOutliveItsObject) {
    const std::string mark = folder_ + "/mark";
    {
        ChildProcess child = start("echo ready; sleep 1; echo late > " + mark);
        while (!output().contains("ready")) wait_for_input({}, 5);
    }
    EXPECT_TRUE(read_file(mark, 10).error().not_found);
}

TEST_F(ChildProcessTest, AFileThatCannotBeWrittenIsAnError) {
    const auto child = ChildProcess::start({"/bin/true"}, folder_);
    ASSERT_FALSE(child.has_value());
    EXPECT_NE(child.error().find(folder_), std::string::npos);
}

}  // namespace
}  // namespace serinus::platform
