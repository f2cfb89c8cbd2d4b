#include "services/parachain/validation/cage_check.hpp"

#include <gtest/gtest.h>

namespace serinus::services::paras {
namespace {

std::vector<std::string> shell(const std::string& script) { return {"/bin/sh", "-c", script}; }

TEST(CageOfWorkers, ASelfTestThatSucceedsIsEnough) { EXPECT_TRUE(check_cage_of_worker(shell("exit 0"))); }

TEST(CageOfWorkers, TheErrorNamesWhatIsMissing) {
    const auto checked = check_cage_of_worker(shell("echo 'landlock        missing: an old kernel'; exit 3"));
    ASSERT_FALSE(checked);
    EXPECT_NE(checked.error().find("status 3"), std::string::npos) << checked.error();
    EXPECT_NE(checked.error().find("an old kernel"), std::string::npos) << checked.error();
}

// What the operator accepts has no part in what is found.
TEST(CageOfWorkers, TheSelfTestHearsNothingOfTheInsecureWorker) {
    auto command = shell("test \"$*\" = '' && test \"$0\" = '--self-test'");
    command.emplace_back(kInsecureWorker);
    EXPECT_TRUE(check_cage_of_worker(std::move(command)));
}

TEST(CageOfWorkers, WithoutAProgramThereIsNoCage) {
    EXPECT_FALSE(check_cage_of_worker({}));
    EXPECT_FALSE(check_cage_of_worker({"/nonexistent/program"}));
}

}  // namespace
}  // namespace serinus::services::paras
