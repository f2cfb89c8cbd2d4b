// The storage functions as runtimes see them: slots in, slots and memory out. Tested are the encodings, the
// versions and the traps; the overlay has tests of its own.
#include "base/hex.hpp"
#include "executor/host/host_test.hpp"

namespace serinus::executor::host {
namespace {

using namespace literals;
using state::Area;

const std::optional<uint32_t> kNoLimit;

class HostStorage : public HostTest {
  protected:
    Result<std::optional<Bytes>, state::StateError> value(std::string_view key, Area area = Area::top()) {
        TRY_ASSIGN(const auto view, overlay.get(area, as_bytes(key)));
        return view ? std::optional(to_bytes(*view)) : std::nullopt;
    }
    /// The state below, whose keys a limit counts.
    void in_backend(std::initializer_list<std::string_view> keys, std::string_view child = {}) {
        state::StateChanges changes;
        auto& set = child.empty() ? changes.top : changes.children[to_bytes(as_bytes(child))];
        for (const auto key : keys) set[to_bytes(as_bytes(key))] = "2a"_hex;
        ASSERT_TRUE(backend.apply(changes, trie::StateVersion::kV0));
    }
};

// Spec: sect-storage-set, id-ext_storage_get
TEST_F(HostStorage, GetGivesAnOption) {
    EXPECT_EQ(run_bytes("ext_storage_get_version_1", {put("key")}), "00"_hex);
    run("ext_storage_set_version_1", {put("key"), put("value")});
    EXPECT_EQ(run_bytes("ext_storage_get_version_1", {put("key")}), "011476616c7565"_hex);
    run("ext_storage_set_version_1", {put("key"), put("")});
    EXPECT_EQ(run_bytes("ext_storage_get_version_1", {put("key")}), "0100"_hex);
}

TEST_F(HostStorage, AValueOf64BytesHasALengthOfTwo) {
    run("ext_storage_set_version_1", {put("key"), put(Bytes(64, 7))});
    EXPECT_EQ(run_bytes("ext_storage_get_version_1", {put("key")}), concat("010101"_hex, Bytes(64, 7)));
}

// Spec: id-ext_storage_read
TEST_F(HostStorage, ReadCopiesWhatFitsAndSaysHowMuchThereIs) {
    run("ext_storage_set_version_1", {put("key"), put("0123456789")});
    const auto read = [&](wasm::Raw out, uint32_t offset) {
        return run_bytes("ext_storage_read_version_1", {put("key"), out, offset});
    };
    const wasm::Raw out = put("....");
    EXPECT_EQ(read(out, 0), "010a000000"_hex);
    EXPECT_EQ(as_text(bytes_of(out)), "0123");
    EXPECT_EQ(read(out, 8), "0102000000"_hex);
    EXPECT_EQ(as_text(bytes_of(out)), "8923") << "what lies behind the value stays";
    EXPECT_EQ(read(out, 10), "0100000000"_hex);
    EXPECT_EQ(read(out, UINT32_MAX), "0100000000"_hex);
    EXPECT_EQ(as_text(bytes_of(out)), "8923");
    EXPECT_EQ(run_bytes("ext_storage_read_version_1", {put("none"), out, 0}), "00"_hex);
}

// Spec: id-ext_storage_clear, id-ext_storage_exists
TEST_F(HostStorage, ExistsIsOneUntilCleared) {
    EXPECT_EQ(run("ext_storage_exists_version_1", {put("key")}), 0u);
    run("ext_storage_set_version_1", {put("key"), put("")});
    EXPECT_EQ(run("ext_storage_exists_version_1", {put("key")}), 1u);
    run("ext_storage_clear_version_1", {put("key")});
    EXPECT_EQ(run("ext_storage_exists_version_1", {put("key")}), 0u);
}

// Spec: id-ext_storage_clear_prefix
TEST_F(HostStorage, ClearPrefixCountsWhatItLookedAtBelow) {
    in_backend({"a1", "a2", "a3", "b"});
    run("ext_storage_set_version_1", {put("a0"), put("")});
    EXPECT_EQ(run_bytes("ext_storage_clear_prefix_version_2", {put("a"), put_scale(std::optional<uint32_t>(2))}),
              "0102000000"_hex)
        << "some remain";
    EXPECT_EQ(run_bytes("ext_storage_clear_prefix_version_2", {put("a"), put_scale(kNoLimit)}), "0003000000"_hex);
    EXPECT_EQ(run("ext_storage_exists_version_1", {put("a3")}), 0u);
    EXPECT_EQ(run("ext_storage_exists_version_1", {put("b")}), 1u);
    run("ext_storage_clear_prefix_version_1", {put("b")});
    EXPECT_EQ(run("ext_storage_exists_version_1", {put("b")}), 0u);
}

// Observed: polkadot-stable2407: `MultiRemovalResults` of sp-io: cursor, backend, unique, loops.
TEST_F(HostStorage, TheThirdClearPrefixGoesOnFromACursor) {
    in_backend({"a1", "a2", "a3"});
    const std::optional<Bytes> start;
    const Bytes first = run_bytes("ext_storage_clear_prefix_version_3",
                                  {put("a"), put_scale(std::optional<uint32_t>(2)), put_scale(start)});
    EXPECT_EQ(first, concat("0108"_hex, as_bytes("a3"), "020000000200000002000000"_hex));
    const std::optional<Bytes> cursor = to_bytes(as_bytes("a3"));
    EXPECT_EQ(run_bytes("ext_storage_clear_prefix_version_3", {put("a"), put_scale(kNoLimit), put_scale(cursor)}),
              "00010000000100000001000000"_hex);
}

// Spec: id-ext_storage_append
TEST_F(HostStorage, AppendRaisesTheLength) {
    run("ext_storage_append_version_1", {put("list"), put("\x05")});
    run("ext_storage_append_version_1", {put("list"), put("\x06")});
    EXPECT_EQ(value("list").value(), "080506"_hex);
}

// Spec: sect-ext-storage-root-version-1, sect-ext-storage-root-version-2
TEST_F(HostStorage, TheRootIsThirtyTwoBytesWithoutALength) {
    in_backend({"a"});
    EXPECT_EQ(run_bytes("ext_storage_root_version_1", {}), to_bytes(backend.root().value().bytes));
    run("ext_storage_set_version_1", {put("long"), put(Bytes(33, 1))});
    const Bytes v0 = run_bytes("ext_storage_root_version_2", {0});
    run("ext_storage_set_version_1", {put("long"), put(Bytes(33, 1))});
    const Bytes v1 = run_bytes("ext_storage_root_version_2", {1});
    EXPECT_EQ(v0.size(), 32u);
    EXPECT_NE(v0, v1);
    EXPECT_NE(trap("ext_storage_root_version_2", {2}).find("state version"), std::string::npos);
}

// Spec: sect-ext-storage-changes-root
TEST_F(HostStorage, ThereIsNoChangesTrie) {
    EXPECT_EQ(run_bytes("ext_storage_changes_root_version_1", {put(Bytes(32))}), "00"_hex);
}

// Spec: id-ext_storage_next_key
TEST_F(HostStorage, NextKeyIsAnOption) {
    in_backend({"a", "c"});
    run("ext_storage_set_version_1", {put("b"), put("")});
    EXPECT_EQ(run_bytes("ext_storage_next_key_version_1", {put("a")}), "010462"_hex);
    EXPECT_EQ(run_bytes("ext_storage_next_key_version_1", {put("b")}), "010463"_hex);
    EXPECT_EQ(run_bytes("ext_storage_next_key_version_1", {put("c")}), "00"_hex);
}

// Spec: sect-ext-storage-start-transaction, sect-ext-storage-rollback-transaction, sect-ext-storage-commit-transaction
TEST_F(HostStorage, TransactionsNest) {
    run("ext_storage_start_transaction_version_1", {});
    run("ext_storage_set_version_1", {put("outer"), put("1")});
    run("ext_storage_start_transaction_version_1", {});
    run("ext_storage_set_version_1", {put("inner"), put("2")});
    run("ext_storage_rollback_transaction_version_1", {});
    run("ext_storage_commit_transaction_version_1", {});
    EXPECT_TRUE(value("outer")->has_value());
    EXPECT_FALSE(value("inner")->has_value());
}

TEST_F(HostStorage, ToEndATransactionThatIsNotOpenTraps) {
    EXPECT_NE(trap("ext_storage_rollback_transaction_version_1", {}).find("no transaction"), std::string::npos);
    EXPECT_NE(trap("ext_storage_commit_transaction_version_1", {}).find("no transaction"), std::string::npos);
}

TEST_F(HostStorage, ARuntimeCannotEndTheTransactionOfItsCaller) {
    overlay.start_transaction();
    overlay.enter_runtime();
    trap("ext_storage_commit_transaction_version_1", {});
    trap("ext_storage_rollback_transaction_version_1", {});
    EXPECT_EQ(overlay.exit_runtime(), 0u);
    EXPECT_EQ(overlay.transaction_depth(), 1u);
}

// Spec: sect-child-storage-api
TEST_F(HostStorage, ChildrenAreApartFromEachOtherAndFromTheTop) {
    run("ext_default_child_storage_set_version_1", {put("one"), put("key"), put("1")});
    EXPECT_EQ(run_bytes("ext_default_child_storage_get_version_1", {put("one"), put("key")}), "010431"_hex);
    EXPECT_EQ(run_bytes("ext_default_child_storage_get_version_1", {put("two"), put("key")}), "00"_hex);
    EXPECT_EQ(run_bytes("ext_storage_get_version_1", {put("key")}), "00"_hex);
    EXPECT_EQ(run("ext_default_child_storage_exists_version_1", {put("one"), put("key")}), 1u);
    EXPECT_EQ(run("ext_default_child_storage_exists_version_1", {put("two"), put("key")}), 0u);
    const wasm::Raw out = put("...");
    EXPECT_EQ(run_bytes("ext_default_child_storage_read_version_1", {put("one"), put("key"), out, 0}),
              "0101000000"_hex);
    EXPECT_EQ(as_text(bytes_of(out)), "1..");
    run("ext_default_child_storage_clear_version_1", {put("one"), put("key")});
    EXPECT_EQ(run("ext_default_child_storage_exists_version_1", {put("one"), put("key")}), 0u);
}

TEST_F(HostStorage, TheKeysOfAChildFollowEachOther) {
    in_backend({"a", "c"}, "child");
    run("ext_default_child_storage_set_version_1", {put("child"), put("b"), put("1")});
    EXPECT_EQ(run_bytes("ext_default_child_storage_next_key_version_1", {put("child"), put("a")}), "010462"_hex);
    EXPECT_EQ(run_bytes("ext_default_child_storage_next_key_version_1", {put("child"), put("c")}), "00"_hex);
}

TEST_F(HostStorage, KillingAChildTellsInEachVersionWhetherSomethingIsLeft) {
    const auto limit = put_scale(std::optional<uint32_t>(1));
    const auto none = put_scale(kNoLimit);
    const auto fresh = [&] {
        start_over(backend);
        in_backend({"a", "b"}, "child");
    };
    fresh();
    run("ext_default_child_storage_storage_kill_version_1", {put("child")});
    EXPECT_FALSE(value("a", Area::child(as_bytes("child")))->has_value());
    fresh();
    EXPECT_EQ(run("ext_default_child_storage_storage_kill_version_2", {put("child"), limit}), 0u);
    EXPECT_EQ(run("ext_default_child_storage_storage_kill_version_2", {put("child"), none}), 1u);
    fresh();
    EXPECT_EQ(run_bytes("ext_default_child_storage_storage_kill_version_3", {put("child"), limit}), "0101000000"_hex);
    EXPECT_EQ(run_bytes("ext_default_child_storage_storage_kill_version_3", {put("child"), none}), "0002000000"_hex);
    fresh();
    EXPECT_EQ(run_bytes("ext_default_child_storage_storage_kill_version_4",
                        {put("child"), limit, put_scale(std::optional<Bytes>())}),
              "010462010000000100000001000000"_hex);
}

TEST_F(HostStorage, APrefixOfAChildIsClearedAlone) {
    in_backend({"a1", "a2", "b"}, "child");
    EXPECT_EQ(run_bytes("ext_default_child_storage_clear_prefix_version_2",
                        {put("child"), put("a"), put_scale(std::optional<uint32_t>(1))}),
              "0101000000"_hex);
    EXPECT_EQ(run_bytes("ext_default_child_storage_clear_prefix_version_3",
                        {put("child"), put("a"), put_scale(kNoLimit), put_scale(std::optional<Bytes>())}),
              "00010000000100000002000000"_hex);
    run("ext_default_child_storage_clear_prefix_version_1", {put("child"), put("b")});
    EXPECT_EQ(run_bytes("ext_default_child_storage_next_key_version_1", {put("child"), put("")}), "00"_hex);
}

TEST_F(HostStorage, TheRootOfAnEmptyChildIsThatOfNothing) {
    // blake2b-256 of the empty trie's node, a zero byte.
    const Bytes empty = "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"_hex;
    EXPECT_EQ(run_bytes("ext_default_child_storage_root_version_1", {put("child")}), empty);
    EXPECT_EQ(run_bytes("ext_default_child_storage_root_version_2", {put("child"), 1}), empty);
}

// Spec: defn-runtime-pointer, defn-runtime-pointer-size
TEST_F(HostStorage, WhatLiesOutsideTheMemoryTraps) {
    const uint32_t end = wasm::kPageBytes;
    run("ext_storage_exists_version_1", {pack(end - 4, 4)});
    run("ext_storage_exists_version_1", {pack(end, 0)});
    for (const wasm::Raw bad : {pack(end - 4, 5), pack(end + 1, 0), pack(0xffff'ffff, 1), pack(1, 0xffff'ffff),
                                pack(0xffff'ffff, 0xffff'ffff)}) {
        EXPECT_NE(trap("ext_storage_get_version_1", {bad}).find("outside the memory"), std::string::npos);
        trap("ext_storage_read_version_1", {put("key"), bad, 0});
        trap("ext_storage_clear_prefix_version_2", {put("key"), bad});
    }
}

TEST_F(HostStorage, AParameterThatDoesNotDecodeTraps) {
    EXPECT_NE(trap("ext_storage_clear_prefix_version_2", {put("a"), put("\x02")}).find("decode"), std::string::npos);
    EXPECT_NE(trap("ext_storage_clear_prefix_version_2", {put("a"), put("")}).find("decode"), std::string::npos);
    // Observed: sp-runtime-interface 37.0.1: bytes after the value are no fault.
    run("ext_storage_clear_prefix_version_2", {put("a"), put(std::string_view("\0more", 5))});
}

TEST_F(HostStorage, AResultThatDoesNotFitTraps) {
    overlay.put(Area::top(), as_bytes("big"), Bytes(4 * wasm::kPageBytes));
    EXPECT_NE(trap("ext_storage_get_version_1", {put("big")}).find("out of space"), std::string::npos);
    EXPECT_NE(trap("ext_storage_next_key_version_1", {put("")}).find("earlier"), std::string::npos) << "poisoned";
}

/// A state that cannot be read.
class BrokenBackend final : public state::Backend {
    using Error = state::StateError;
    static Err<Error> broken() { return Err(Error{Error::Kind::kIo, "the disk is gone"}); }
    Result<std::optional<BytesView>, Error> get(Area, BytesView) override { return broken(); }
    Result<std::optional<Bytes>, Error> next_key(Area, BytesView) override { return broken(); }
    Result<Hash256, Error> root_with(const state::StateChanges&, trie::StateVersion) override { return broken(); }
    Result<Hash256, Error> child_root_with(BytesView, const state::ChangeSet&, trie::StateVersion) override {
        return broken();
    }
};

TEST_F(HostStorage, AFailureOfTheStateIsNotTheRuntimesFault) {
    BrokenBackend broken;
    start_over(broken);
    for (const auto name : {"ext_storage_get_version_1", "ext_storage_exists_version_1",
                            "ext_storage_next_key_version_1", "ext_storage_clear_prefix_version_1"}) {
        call.state_failed = false;
        EXPECT_NE(trap(name, {put("key")}).find("the disk is gone"), std::string::npos);
        EXPECT_TRUE(call.state_failed) << name;
    }
}

TEST_F(HostStorage, NothingCanBeCalledOutsideOfACall) {
    instance.user_data = nullptr;
    EXPECT_NE(trap("ext_storage_root_version_1", {}), "");
    EXPECT_NE(trap("ext_allocator_malloc_version_1", {8}), "");
}

}  // namespace
}  // namespace serinus::executor::host
