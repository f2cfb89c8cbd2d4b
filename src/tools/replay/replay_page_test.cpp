#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/replay/replay_report.hpp"

namespace serinus::fork {
namespace {

using testing::HasSubstr;
using testing::Not;

Replay replay_of(Write write) {
    Replay out;
    Phase phase{.name = "extrinsic 1"};
    phase.writes[{.child = std::nullopt, .key = {0xab, 0xcd}}] = std::move(write);
    out.phases.push_back(std::move(phase));
    return out;
}

TEST(ReplayPage, ShowsWhatWasAndWhatIs) {
    const std::string page = replay_page(replay_of({.before = Bytes{1}, .after = Bytes{2}}), "Block #7");
    EXPECT_THAT(page, HasSubstr("<title>Block #7</title>"));
    EXPECT_THAT(page, HasSubstr("extrinsic 1: 0.000 ms, 0 reads, 1 writes"));
    EXPECT_THAT(page, HasSubstr("0xabcd"));
    EXPECT_THAT(page, HasSubstr("<pre class=\"before\">&quot;0x01&quot;</pre>"));
    EXPECT_THAT(page, HasSubstr("<pre class=\"after\">&quot;0x02&quot;</pre>"));
}

TEST(ReplayPage, WhatIsNewOrGoneHasOneLine) {
    EXPECT_THAT(replay_page(replay_of({.before = std::nullopt, .after = Bytes{2}}), ""),
                Not(HasSubstr("<pre class=\"before\"")));
    EXPECT_THAT(replay_page(replay_of({.before = Bytes{2}, .after = std::nullopt}), ""),
                Not(HasSubstr("<pre class=\"after\"")));
}

TEST(ReplayPage, LoadsNothingAndRunsNothing) {
    Replay replay = replay_of({.before = Bytes{1}, .after = Bytes{2}});
    replay.phases.front().name = "<script>alert(1)</script>";
    replay.phases.front().error = "\"a\" & <img src=x>";
    const std::string page = replay_page(replay, "</title><b>");
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("<img")));
    EXPECT_THAT(page, Not(HasSubstr("<b>")));
    EXPECT_THAT(page, HasSubstr("failed: &quot;a&quot; &amp; &lt;img src=x&gt;"));
    EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(ReplayPage, SaysThatTheHeaderIsAnother) {
    Replay replay;
    replay.is_same_header = false;
    EXPECT_THAT(replay_page(replay, ""), HasSubstr("another header"));
    replay.is_same_header = true;
    EXPECT_THAT(replay_page(replay, ""), Not(HasSubstr("another header")));
}

}  // namespace
}  // namespace serinus::fork
