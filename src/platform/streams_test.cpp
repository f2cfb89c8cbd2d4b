#include "platform/streams.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "platform/process.hpp"

namespace serinus::platform {
namespace {

using testing::HasSubstr;

class Streams : public testing::Test {
  protected:
    Streams() : folder(*create_temporary_directory("serinus-streams-")) {}
    ~Streams() override { EXPECT_TRUE(*remove_tree(folder)); }
    std::string folder;
};

TEST_F(Streams, WhatIsWrittenIsRead) {
    const std::string path = folder + "/file";
    Bytes content(3'000'000);
    for (size_t i = 0; i < content.size(); ++i) content[i] = uint8_t(i * 7);
    auto out = OutputStream::open(path);
    ASSERT_TRUE(out);
    for (size_t at = 0; at < content.size(); at += 1000) {
        ASSERT_TRUE(out->write(BytesView(content).subspan(at, 1000)));
    }
    ASSERT_TRUE(out->finish());

    const StopSignals signals;
    auto in = InputStream::open(path);
    ASSERT_TRUE(in);
    EXPECT_EQ(in->size(), content.size());
    Bytes back;
    Bytes piece(70'000);
    for (;;) {
        const auto got = in->read(piece, signals);
        ASSERT_TRUE(got && *got);
        if (**got == 0) break;
        append(back, BytesView(piece).first(**got));
    }
    EXPECT_EQ(back, content);
}

TEST_F(Streams, ASignalEndsTheWaitingForInput) {
    const std::string path = folder + "/pipe";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    const int writer = ::open(path.c_str(), O_RDWR | O_CLOEXEC);  // so that the pipe has no end
    ASSERT_GE(writer, 0);
    const StopSignals signals;
    auto in = InputStream::open(path);
    ASSERT_TRUE(in);
    Bytes piece(10);
    ASSERT_EQ(::write(writer, "abc", 3), 3);
    EXPECT_EQ(**in->read(piece, signals), 3u);
    ::raise(SIGINT);
    EXPECT_EQ(*in->read(piece, signals), std::nullopt);
    ::close(writer);
}

TEST_F(Streams, FailuresNameTheFile) {
    const auto none = InputStream::open(folder + "/none");
    ASSERT_FALSE(none);
    EXPECT_TRUE(none.error().not_found);
    EXPECT_THAT(none.error().message, HasSubstr("cannot open " + folder + "/none"));
    EXPECT_THAT(InputStream::open(folder).error().message, HasSubstr("it is a directory"));
    EXPECT_THAT(OutputStream::open(folder + "/none/file").error().message, HasSubstr("cannot create"));
    auto full = OutputStream::open("/dev/full");
    ASSERT_TRUE(full);
    ASSERT_TRUE(full->write(Bytes{1}));
    EXPECT_THAT(full->finish().error().message, HasSubstr("cannot write to /dev/full"));
}

TEST_F(Streams, ATreeIsRemovedWithoutFollowingLinks) {
    const std::string kept = folder + "/kept";
    ASSERT_TRUE(create_directories(kept));
    ASSERT_TRUE(write_file_atomically(kept + "/file", as_bytes("x"), 0600));
    ASSERT_TRUE(create_directories(folder + "/tree/a/b"));
    ASSERT_TRUE(write_file_atomically(folder + "/tree/a/file", as_bytes("x"), 0600));
    ASSERT_EQ(::symlink(kept.c_str(), (folder + "/tree/a/link").c_str()), 0);
    EXPECT_TRUE(is_directory(folder + "/tree"));
    EXPECT_TRUE(*remove_tree(folder + "/tree"));
    EXPECT_FALSE(is_directory(folder + "/tree"));
    EXPECT_FALSE(*remove_tree(folder + "/tree"));
    EXPECT_TRUE(is_regular_file(kept + "/file"));
}

TEST(StopSignals, AreNoticedAndGivenBack) {
    {
        const StopSignals signals;
        EXPECT_FALSE(signals.stop_requested());
        ::raise(SIGINT);
        EXPECT_TRUE(signals.stop_requested());
    }
    const StopSignals again;
    EXPECT_FALSE(again.stop_requested());
    EXPECT_DEATH(
        {
            ::raise(SIGTERM);
            ::raise(SIGTERM);
        },
        "");
}

}  // namespace
}  // namespace serinus::platform
