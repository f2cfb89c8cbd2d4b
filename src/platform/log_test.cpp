#include "platform/log.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "platform/log_filter.hpp"

namespace serinus::log {
namespace {

Filter filter(std::string_view directives) {
    const auto parsed = Filter::parse(directives);
    EXPECT_TRUE(parsed) << directives;
    return parsed.value_or(Filter());
}

TEST(LogFilter, ALevelAloneIsForAllTargets) {
    EXPECT_EQ(filter("debug").level_of("babe"), Level::kDebug);
    EXPECT_EQ(filter("off").level_of("babe"), std::nullopt);
    EXPECT_EQ(filter("").level_of("babe"), std::nullopt);
}

TEST(LogFilter, TheLongestBeginningOfATargetDecides) {
    const Filter both = filter("warn,runtime=info,runtime::staking=trace,sync=off");
    EXPECT_EQ(both.level_of("babe"), Level::kWarn);
    EXPECT_EQ(both.level_of("runtime::balances"), Level::kInfo);
    EXPECT_EQ(both.level_of("runtime::staking::pallet"), Level::kTrace);
    EXPECT_EQ(both.level_of("sync"), std::nullopt);
    EXPECT_EQ(both.most(), Level::kTrace);
}

TEST(LogFilter, ATargetWithoutALevelSaysAll) { EXPECT_EQ(filter("txpool").level_of("txpool"), Level::kTrace); }

TEST(LogFilter, LevelsAreKnownInAnyCaseAndByNumber) {
    EXPECT_EQ(filter("babe=DEBUG").level_of("babe"), Level::kDebug);
    EXPECT_EQ(filter("babe=5").level_of("babe"), Level::kTrace);
    EXPECT_EQ(filter(" babe = warning , ,").level_of("babe"), Level::kWarn);
}

TEST(LogFilter, WhatIsNoDirectiveIsRefused) {
    for (const auto* bad : {"babe=loud", "=debug", "babe=", "ba be=debug", "babe=debug=info", "[span]=info"}) {
        EXPECT_FALSE(Filter::parse(bad)) << bad;
    }
    EXPECT_FALSE(Filter::parse(std::string(kMaxFilterBytes + 1, ',')));
}

TEST(LogFilter, LaterDirectivesReplaceEarlierOnesOfTheSameTarget) {
    Filter sum = filter("info,babe=debug");
    sum.add(filter("babe=error,grandpa=trace"));
    EXPECT_EQ(sum.level_of("babe"), Level::kError);
    EXPECT_EQ(sum.level_of("grandpa"), Level::kTrace);
    EXPECT_EQ(sum.level_of("pool"), Level::kInfo);
}

TEST(Log, FiltersAreAddedAtRunTimeAndTakenBack) {
    ASSERT_TRUE(set_filter("babe=debug"));
    EXPECT_TRUE(enabled(Level::kDebug, "babe"));
    EXPECT_TRUE(enabled(Level::kInfo, "pool")) << "what the filter does not name says what it does without one";
    EXPECT_FALSE(enabled(Level::kDebug, "pool"));
    ASSERT_TRUE(add_filter("pool=trace"));
    EXPECT_TRUE(enabled(Level::kTrace, "pool"));
    EXPECT_FALSE(add_filter("pool=loud"));
    EXPECT_TRUE(enabled(Level::kTrace, "pool"));
    reset_filter();
    EXPECT_FALSE(enabled(Level::kTrace, "pool"));
    EXPECT_TRUE(enabled(Level::kDebug, "babe"));
    ASSERT_TRUE(set_filter("info"));
    EXPECT_FALSE(enabled(Level::kDebug, "babe"));
}

class LogLine : public testing::Test {
  protected:
    void SetUp() override {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
    }
    static constexpr uint64_t kTime = 1795266000123;  // 2026-11-21 13:00:00.123 UTC
};

TEST_F(LogLine, IsTheTimeAndTheMessage) {
    EXPECT_EQ(format_line({}, kTime, Level::kInfo, "main", "babe", "✨ Imported #1"),
              "2026-11-21 13:00:00 ✨ Imported #1\n");
}

TEST_F(LogLine, TellsLevelThreadAndTargetIfItIsDetailed) {
    EXPECT_EQ(format_line({.detailed = true}, kTime, Level::kWarn, "main", "babe", "late"),
              "2026-11-21 13:00:00.123  WARN main babe: late\n");
}

TEST_F(LogLine, HasColorsOnTerminals) {
    EXPECT_EQ(format_line({.colors = true}, kTime, Level::kInfo, "main", "babe", "x"),
              "\x1b[2m2026-11-21 13:00:00\x1b[0m x\n");
    EXPECT_EQ(format_line({.colors = true, .detailed = true}, kTime, Level::kError, "main", "babe", "x"),
              "\x1b[2m2026-11-21 13:00:00.123\x1b[0m \x1b[31mERROR\x1b[0m main babe: x\n");
}

// A message that came from a peer or a runtime must not end its line or command the terminal.
TEST_F(LogLine, IsOneLineWhateverTheMessageHolds) {
    EXPECT_EQ(format_line({}, kTime, Level::kInfo, "main", "babe", "a\nb\r\x1b[31mc\x7f\xc2\x9b\xe2\x80\xae\tü"),
              "2026-11-21 13:00:00 a\\nb\\x0d\\x1b[31mc\\x7f\\xc2\\x9b\\xe2\\x80\\xae\\tü\n");
}

}  // namespace
}  // namespace serinus::log
