#include "platform/files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace serinus::platform {
namespace {

class Files : public testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/serinus-files-XXXXXX";
        folder_ = ::mkdtemp(name);
    }
    void TearDown() override {
        for (const auto& name : list_directory(folder_).value_or({})) ::unlink((folder_ + "/" + name).c_str());
        ::rmdir(folder_.c_str());
    }
    std::string folder_;
};

TEST_F(Files, WhatIsWrittenIsReadBackAndNothingElseIsLeft) {
    const std::string path = folder_ + "/a";
    ASSERT_TRUE(write_file_atomically(path, as_bytes("first"), 0600).has_value());
    ASSERT_TRUE(write_file_atomically(path, as_bytes("second"), 0600).has_value());
    EXPECT_EQ(read_file(path, 100).value(), "second");
    EXPECT_EQ(list_directory(folder_).value(), std::vector<std::string>{"a"});
    struct stat info{};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(Files, PiecesTogetherAreTheFile) {
    const std::string path = folder_ + "/a";
    const std::string content = std::string((1 << 20) + 5, 'x') + "end";
    ASSERT_TRUE(write_file_atomically(path, as_bytes(content), 0644).has_value());
    std::string read;
    const auto append_all = [&](std::string_view piece) {
        read += piece;
        return true;
    };
    ASSERT_TRUE(read_file_in_pieces(path, append_all).has_value());
    EXPECT_TRUE(read == content);
    int calls = 0;
    ASSERT_TRUE(read_file_in_pieces(path, [&](std::string_view) { return ++calls < 1; }).has_value());
    EXPECT_EQ(calls, 1);
    EXPECT_TRUE(read_file_in_pieces(folder_ + "/b", append_all).error().not_found);
    EXPECT_NE(read_file_in_pieces(folder_, append_all).error().message.find("Is a directory"), std::string::npos);
}

TEST_F(Files, ReadingHasABound) {
    const std::string path = folder_ + "/a";
    ASSERT_TRUE(write_file_atomically(path, as_bytes("12345"), 0644).has_value());
    EXPECT_EQ(read_file(path, 5).value(), "12345");
    EXPECT_NE(read_file(path, 4).error().message.find("larger than the 4 bytes"), std::string::npos);
}

TEST_F(Files, ErrorsNameThePathAndTheReason) {
    const auto missing = read_file(folder_ + "/none", 10).error();
    EXPECT_TRUE(missing.not_found);
    EXPECT_NE(missing.message.find("/none: No such file"), std::string::npos);
    EXPECT_NE(read_file(folder_, 10).error().message.find("is a directory"), std::string::npos);
    EXPECT_FALSE(write_file_atomically(folder_ + "/no/such", as_bytes("x"), 0600).has_value());
}

TEST_F(Files, AFolderOrADeviceIsNoRegularFile) {
    ASSERT_TRUE(write_file_atomically(folder_ + "/a", as_bytes("x"), 0600).has_value());
    EXPECT_TRUE(is_regular_file(folder_ + "/a"));
    EXPECT_FALSE(is_regular_file(folder_ + "/b"));
    EXPECT_FALSE(is_regular_file(folder_));
    EXPECT_FALSE(is_regular_file("/dev/null"));
}

TEST_F(Files, FoldersAreMadeWithTheirParents) {
    ASSERT_TRUE(create_directories(folder_ + "/x/y").has_value());
    ASSERT_TRUE(create_directories(folder_ + "/x/y").has_value());
    ASSERT_TRUE(write_file_atomically(folder_ + "/x/f", as_bytes("x"), 0600).has_value());
    EXPECT_FALSE(create_directories(folder_ + "/x/f").has_value());
    ::unlink((folder_ + "/x/f").c_str());
    ::rmdir((folder_ + "/x/y").c_str());
    ::rmdir((folder_ + "/x").c_str());
}

TEST_F(Files, AFolderIsRenamedWithItsFiles) {
    const std::string from = folder_ + "/from";
    const std::string to = folder_ + "/to";
    ASSERT_TRUE(create_directories(from).has_value());
    ASSERT_TRUE(write_file_atomically(from + "/f", as_bytes("x"), 0600).has_value());
    ASSERT_TRUE(rename_directory(from, to).has_value());
    EXPECT_FALSE(is_directory(from));
    EXPECT_EQ(read_file(to + "/f", 10).value(), "x");
    EXPECT_FALSE(rename_directory(from, to).has_value()) << "there is no such folder";
    ASSERT_TRUE(create_directories(from).has_value());
    EXPECT_FALSE(rename_directory(from, to).has_value()) << "a folder with files has the name";
    ASSERT_TRUE(remove_tree(from).has_value());
    ASSERT_TRUE(remove_tree(to).has_value());
}

}  // namespace
}  // namespace serinus::platform
