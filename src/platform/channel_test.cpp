#include "platform/channel.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "platform/memory_file.hpp"

namespace serinus::platform {
namespace {

TEST(Channel, KeepsTheBordersOfMessages) {
    const auto ends = Channel::pair().value();
    ASSERT_TRUE(ends.first.send(as_bytes("one")));
    ASSERT_TRUE(ends.first.send(as_bytes("another")));
    EXPECT_EQ(as_text(ends.second.receive().value()->bytes), "one");
    EXPECT_EQ(as_text(ends.second.receive().value()->bytes), "another");
}

TEST(Channel, CarriesOpenFiles) {
    const auto ends = Channel::pair().value();
    {
        const MemoryFile file = MemoryFile::sealed("test", as_bytes("content")).value();
        const int number = file.descriptor();
        ASSERT_TRUE(ends.first.send(as_bytes("x"), {&number, 1}));
    }
    const auto packet = ends.second.receive().value();
    ASSERT_EQ(packet->files.size(), 1u);
    EXPECT_EQ(as_text(*read_from_start(packet->files[0].number(), 100)), "content");
    EXPECT_NE(::fcntl(packet->files[0].number(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(Channel, SaysWhenTheOtherEndIsClosed) {
    auto ends = Channel::pair().value();
    ends.first.close();
    EXPECT_FALSE(ends.second.receive().value().has_value());
    EXPECT_FALSE(ends.second.send(as_bytes("x")).has_value());
}

TEST(MemoryFile, CannotBeChangedOnceSealed) {
    const MemoryFile file = MemoryFile::sealed("test", as_bytes("content")).value();
    EXPECT_EQ(file.size(), 7u);
    EXPECT_FALSE(write_at_start(file.descriptor(), as_bytes("other")));
    EXPECT_NE(::ftruncate(file.descriptor(), 3), 0);
    EXPECT_EQ(::mmap(nullptr, 7, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor(), 0), MAP_FAILED);
    EXPECT_EQ(as_text(file.read(7).value()), "content");
    EXPECT_FALSE(file.read(6).has_value()) << "larger than the reader wants";
}

TEST(MemoryFile, CanBeWrittenUntilItIsSealed) {
    MemoryFile file = MemoryFile::create("test").value();
    EXPECT_EQ(file.size(), 0u);
    EXPECT_TRUE(write_at_start(file.descriptor(), as_bytes("abc")));
    EXPECT_EQ(as_text(file.read(3).value()), "abc");
    ASSERT_TRUE(file.seal());
    EXPECT_FALSE(write_at_start(file.descriptor(), as_bytes("d")));
}

}  // namespace
}  // namespace serinus::platform
