#include "platform/turns.hpp"

#include <gtest/gtest.h>

#include <string>

namespace serinus::platform {
namespace {

using Names = Turns<std::string>;

void add(Names& turns, uint64_t connection, const std::string& names) {
    for (const char name : names) EXPECT_TRUE(turns.add(connection, std::string(1, name)));
}

/// Runs one after the other until nothing waits.
std::string run_all(Names& turns) {
    std::string order;
    while (auto turn = turns.take()) {
        order += turn->task;
        turns.finished(turn->owner);
    }
    return order;
}

TEST(Turns, ConnectionsTakeTurns) {
    Names turns({.running = 1, .running_of_owner = 1});
    add(turns, 7, "abcdef");
    add(turns, 8, "12");
    add(turns, 9, "x");
    EXPECT_EQ(turns.waiting(), 9u);
    EXPECT_EQ(run_all(turns), "a1xb2cdef");
    EXPECT_EQ(turns.waiting(), 0u);
    EXPECT_EQ(turns.running(), 0u);
}

TEST(Turns, AConnectionHasABoundOnWhatRuns) {
    Names turns({.running = 4, .running_of_owner = 2});
    add(turns, 7, "abc");
    EXPECT_EQ(turns.take()->task, "a");
    EXPECT_EQ(turns.take()->task, "b");
    EXPECT_FALSE(turns.take()) << "the third of this connection waits although others could run";
    add(turns, 8, "123");
    EXPECT_EQ(turns.take()->task, "1");
    EXPECT_EQ(turns.take()->task, "2");
    turns.finished(7);
    EXPECT_EQ(turns.take()->task, "c");
    EXPECT_FALSE(turns.take()) << "four run";
    EXPECT_EQ(turns.running(), 4u);
    turns.finished(8);
    EXPECT_EQ(turns.take()->task, "3");
}

TEST(Turns, AConnectionHasABoundOnWhatWaits) {
    Names turns({.running = 1, .running_of_owner = 1, .waiting_of_owner = 2});
    add(turns, 7, "ab");
    std::string refused = "c";
    EXPECT_FALSE(turns.add(7, std::move(refused)));
    EXPECT_EQ(refused, "c") << "untouched";
    add(turns, 8, "1");
    EXPECT_EQ(run_all(turns), "a1b");
}

TEST(Turns, WhatWaitsCanBeTakenOut) {
    Names turns({.running = 1, .running_of_owner = 1});
    add(turns, 7, "ab");
    add(turns, 8, "1");
    const auto running = turns.take();
    EXPECT_EQ(turns.take_all(), (std::vector<std::string>{"b", "1"}));
    EXPECT_EQ(turns.waiting(), 0u);
    turns.finished(running->owner);
    EXPECT_FALSE(turns.take());
    add(turns, 8, "2");
    EXPECT_EQ(run_all(turns), "2");
}

TEST(Turns, WhoseNextTaskMayNotRunIsPassedOverAndKeepsItsPlace) {
    Names turns({.running = 1, .running_of_owner = 1});
    add(turns, 7, "ab");
    add(turns, 8, "12");
    const auto is_digit = [](uint64_t, const std::string& task) { return task < "a"; };
    const auto first = turns.take_if(is_digit);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->task, "1");
    turns.finished(first->owner);
    EXPECT_EQ(run_all(turns), "a2b");
}

TEST(Turns, TasksOfAnOwnerOrOfAKindCanBeDropped) {
    Names turns({.running = 2, .running_of_owner = 1});
    add(turns, 7, "abc");
    add(turns, 8, "1a");
    const auto running = turns.take();
    turns.erase_if([](const std::string& task) { return task == "a" || task == "b"; });
    EXPECT_EQ(turns.waiting_of(7), 1u);
    EXPECT_EQ(turns.waiting_of(8), 1u);
    EXPECT_EQ(turns.drop(8), 1u);
    EXPECT_EQ(turns.drop(8), 0u);
    EXPECT_FALSE(turns.take()) << "one of 7 runs";
    turns.finished(running->owner);
    EXPECT_EQ(run_all(turns), "c");
    EXPECT_EQ(turns.waiting(), 0u);
}

}  // namespace
}  // namespace serinus::platform
