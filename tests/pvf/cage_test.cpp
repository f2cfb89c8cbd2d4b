// A job that an attacker has taken over gets nowhere: not by the list of calls, and where that is left out, not past
// the other walls.
#include <gtest/gtest.h>
#include <unistd.h>

#include "platform/job_process.hpp"
#include "tests/pvf/attacks.hpp"
#include "tests/pvf/workers.hpp"

namespace serinus::test {
namespace {

using platform::JobEnd;
using platform::JobProcess;
using platform::JobReport;

constexpr uint64_t kSecond = 1'000'000'000;
constexpr platform::JobLimits kLimits{
    .cpu_ns = 5 * kSecond, .wall_ns = 20 * kSecond, .memory_bytes = uint64_t{1} << 30, .output_bytes = 1 << 20};

class Cage : public testing::Test {
  protected:
    void SetUp() override {
        if (!has_whole_cage()) GTEST_SKIP() << kNoCage;
    }
    JobProcess start(const std::string& mode) {
        auto process = JobProcess::start({SERINUS_PVF_TEST_WORKER, mode}, 20'000);
        EXPECT_TRUE(process.has_value()) << process.error();
        return std::move(process).value();
    }
    JobReport run(JobProcess& process, Attack attack) {
        const auto output = platform::MemoryFile::create("output").value();
        const int file = output.descriptor();
        const Bytes message = {static_cast<uint8_t>(attack)};
        EXPECT_TRUE(process.order({.id = 7, .limits = kLimits}, message, {&file, 1}));
        for (;;) {
            const auto report = process.next_report(60'000);
            if (!report || !report->has_value()) {
                ADD_FAILURE() << "the server did not survive: " << to_string(attack);
                return {};
            }
            return **report;
        }
    }
    static std::string text_of(const JobReport& report) {
        return std::to_string(static_cast<int>(report.end)) + " " + std::to_string(report.code);
    }
};

TEST_F(Cage, EveryCallThatIsNotOnTheListEndsTheJob) {
    JobProcess process = start("attack");
    for (size_t i = 0; i < kAttacks; ++i) {
        const auto attack = static_cast<Attack>(i);
        const JobReport report = run(process, attack);
        EXPECT_EQ(report.end, JobEnd::kSignalled) << to_string(attack) << ": " << text_of(report);
        EXPECT_EQ(report.code, SIGSYS) << to_string(attack);
    }
}

TEST_F(Cage, WhileAJobIsSetUpNothingOfTheMachineIsToBeHad) {
    JobProcess process = start("attack-before-filter");
    for (size_t i = 0; i < kAttacks; ++i) {
        const auto attack = static_cast<Attack>(i);
        // The needs of the setup: children and files in memory of its own, the time that it has used.
        const bool is_allowed = attack == Attack::kFork || attack == Attack::kClock || attack == Attack::kRandomness ||
                                attack == Attack::kWriteToError || attack == Attack::kKillParent;
        if (is_allowed) continue;
        const JobReport report = run(process, attack);
        const bool got_nowhere = (report.end == JobEnd::kSignalled && report.code == SIGSYS) ||
                                 (report.end == JobEnd::kExited && report.code == kGotNowhere);
        EXPECT_TRUE(got_nowhere) << to_string(attack) << ": " << text_of(report);
    }
}

// Each wall by itself.
TEST_F(Cage, NamespacesHideTheMachine) {
    JobProcess process = start("attack-namespaces");
    for (const Attack attack :
         {Attack::kReadFile, Attack::kWriteFile, Attack::kConnect, Attack::kTraceParent, Attack::kReadParentsMemory,
          Attack::kExecuteFile, Attack::kUserNamespace, Attack::kMount, Attack::kReadOwnMaps, Attack::kRaiseLimits}) {
        const JobReport report = run(process, attack);
        EXPECT_EQ(text_of(report), "0 0") << to_string(attack);
    }
}

TEST_F(Cage, LandlockForbidsFiles) {
    JobProcess process = start("attack-landlock");
    for (const Attack attack :
         {Attack::kReadFile, Attack::kWriteFile, Attack::kListRoot, Attack::kTraceParent, Attack::kReadParentsMemory,
          Attack::kExecuteFile, Attack::kMount, Attack::kReadOwnMaps}) {
        const JobReport report = run(process, attack);
        EXPECT_EQ(text_of(report), "0 0") << to_string(attack);
    }
}

TEST_F(Cage, NobodyIsLeftBehind) {
    {
        JobProcess process = start("attack");
        EXPECT_FALSE(worker_processes().empty());
    }
    for (int tries = 0; tries < 500 && !worker_processes().empty(); ++tries) ::usleep(10'000);
    EXPECT_TRUE(worker_processes().empty());
}

TEST_F(Cage, AServerEndsWithItsStarter) {
    JobProcess process = start("attack");
    ::kill(process.process_id(), SIGKILL);
    for (int tries = 0; tries < 500 && worker_processes().size() > 1; ++tries) ::usleep(10'000);
    // The starter itself is a zombie until its parent looks, and has no program.
    EXPECT_LE(worker_processes().size(), 1u);
    EXPECT_FALSE(process.next_report(10'000).has_value());
}

TEST(CageChecks, NameARemedyForWhatIsMissing) {
    for (const platform::CageCheck& check : platform::check_cage()) {
        EXPECT_EQ(check.works, check.reason.empty()) << platform::to_string(check.part);
        EXPECT_EQ(check.works, check.remedy.empty()) << platform::to_string(check.part);
    }
}

TEST(CageChecks, TheListOfCallsIsNeededAndOneOfTheOthers) {
    using enum platform::CagePart;
    const auto safe_with = [](std::vector<platform::CagePart> parts) {
        std::vector<platform::CageCheck> checks;
        for (const auto part : parts) checks.push_back({part, true, "", ""});
        return platform::is_safe_cage(checks);
    };
    EXPECT_TRUE(safe_with({kNamespaces, kLandlock, kPrivileges, kCalls}));
    EXPECT_TRUE(safe_with({kNamespaces, kPrivileges, kCalls}));
    EXPECT_TRUE(safe_with({kLandlock, kPrivileges, kCalls}));
    EXPECT_FALSE(safe_with({kPrivileges, kCalls}));
    EXPECT_FALSE(safe_with({kNamespaces, kLandlock, kPrivileges}));
    EXPECT_FALSE(safe_with({}));
}

}  // namespace
}  // namespace serinus::test
