#include "chain/spec/spec_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "platform/files.hpp"

namespace serinus::chain {
namespace {

class SpecFiles : public testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/serinus-specs-XXXXXX";
        folder_ = ::mkdtemp(name);
        other_ = folder_ + "/other";
        ASSERT_TRUE(platform::create_directories(other_).has_value());
    }
    void TearDown() override {
        for (const std::string& folder : {other_, folder_}) {
            for (const auto& name : platform::list_directory(folder).value_or({}))
                ::unlink(std::string(folder).append("/").append(name).c_str());
            ::rmdir(folder.c_str());
        }
    }
    static void save(const std::string& path, const std::string& name) {
        std::string json = R"({"id":"i","bootNodes":[],"genesis":{"raw":{"top":{}}},"name":")";
        json.append(name).append("\"}");
        ASSERT_TRUE(platform::write_file_atomically(path, as_bytes(json), 0644).has_value());
    }
    std::string folder_;
    std::string other_;
};

TEST_F(SpecFiles, SomeAreBuiltIn) {
    const BuiltInRuntime runtime{.code = {},
                                 .development_patch = "{}",
                                 .local_testnet_patch = "{}",
                                 .staking_testnet_patch = "{}",
                                 .proper_code = {},
                                 .proper_patch = "{}"};
    EXPECT_EQ(load_chain("dev", {}, &runtime).value().id, "kusama_dev");
    EXPECT_EQ(load_chain("kusama-dev", {}, &runtime).value().id, "kusama_dev");
    EXPECT_EQ(load_chain("kusama-local", {}, &runtime).value().id, "kusama_local_testnet");
    EXPECT_EQ(load_chain("dev", {}).error().fault, SpecFault::kNotFound);
}

TEST_F(SpecFiles, ANameIsLookedForInTheFoldersInOrder) {
    save(other_ + "/kusama.json", "second");
    EXPECT_EQ(load_chain("kusama", {folder_, other_}).value().name, "second");
    save(folder_ + "/kusama.json", "first");
    EXPECT_EQ(load_chain("kusama", {folder_, other_}).value().name, "first");
}

TEST_F(SpecFiles, AnythingElseIsAPath) {
    save(folder_ + "/mine.json", "mine");
    EXPECT_EQ(load_chain(folder_ + "/mine.json", {}).value().name, "mine");
    EXPECT_EQ(load_chain(folder_ + "/none.json", {folder_}).error().to_string(),
              "cannot open " + folder_ + "/none.json: No such file or directory");
    EXPECT_EQ(load_chain(folder_, {}).error().fault, SpecFault::kUnreadable);
}

TEST_F(SpecFiles, AnUnknownNameSaysWhereToPutTheFile) {
    const SpecError error = load_chain("kusama", {folder_, other_}).error();
    EXPECT_EQ(error.fault, SpecFault::kNotFound);
    EXPECT_NE(error.reason.find(folder_ + "/kusama.json"), std::string::npos) << error.reason;
    EXPECT_NE(error.reason.find("--chain"), std::string::npos) << error.reason;
}

TEST_F(SpecFiles, ABadFileIsNamedInItsError) {
    ASSERT_TRUE(platform::write_file_atomically(folder_ + "/bad.json", as_bytes("{}"), 0644).has_value());
    EXPECT_TRUE(load_chain("bad", {folder_}).error().to_string().starts_with(folder_ + "/bad.json: $: the field"));
}

}  // namespace
}  // namespace serinus::chain
