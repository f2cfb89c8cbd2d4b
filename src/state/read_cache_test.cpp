#include "state/read_cache.hpp"

#include <gtest/gtest.h>

namespace serinus::state {
namespace {

constexpr Area kTop = Area::top();

/// Has the keys whose first byte is even, with the key twice as their value, behind 4 much longer; counts what it is
/// asked.
struct Counted final : Backend {
    uint32_t gets = 0, others = 0;
    Bytes value;

    Result<std::optional<BytesView>, StateError> get(Area, BytesView key) override {
        ++gets;
        if (key.empty()) return StateError{StateError::Kind::kIo, "broken"};
        if (key[0] % 2 != 0) return std::optional<BytesView>();
        value = concat(to_bytes(key), key);
        if (key[0] == 4) value.resize(ReadValues::kLargestValue + 1);
        return std::optional<BytesView>(value);
    }
    Result<bool, StateError> contains(Area, BytesView key) override {
        ++others;
        return key[0] % 2 == 0;
    }
    Result<std::optional<Bytes>, StateError> next_key(Area, BytesView key) override {
        ++others;
        return std::optional(to_bytes(key));
    }
    Result<Hash256, StateError> root_with(const StateChanges&, trie::StateVersion) override {
        ++others;
        return Hash256{};
    }
    Result<Hash256, StateError> child_root_with(BytesView, const ChangeSet&, trie::StateVersion) override {
        ++others;
        return Hash256{};
    }
    uint64_t recorded_proof_size() const override { return 7; }
    size_t recording_mark() const override { return gets; }
    void roll_back_recording(size_t mark) override { rolled_back_to = mark; }
    size_t rolled_back_to = 0;
};

TEST(ReadCache, AValueIsReadOnceAndSoIsThatThereIsNone) {
    Counted below;
    ReadCache cache(below);
    const Bytes even{2, 1}, odd{3, 1};
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(to_bytes(cache.get(kTop, even)->value()), (Bytes{2, 1, 2, 1}));
        EXPECT_FALSE(cache.get(kTop, odd)->has_value());
        EXPECT_TRUE(*cache.contains(kTop, even));
        EXPECT_FALSE(*cache.contains(kTop, odd));
    }
    // The two may share a place.
    EXPECT_TRUE(below.gets == 2 || below.gets == 6);
}

// A proof must hold what is read again after a call that was rolled back.
TEST(ReadCache, ReadsAgainWhatWasForgottenFromTheProof) {
    Counted below;
    ReadCache cache(below);
    (void)cache.get(kTop, Bytes{2});
    cache.roll_back_recording(cache.recording_mark());
    (void)cache.get(kTop, Bytes{2});
    EXPECT_EQ(below.gets, 1u) << "nothing was forgotten";
    cache.roll_back_recording(0);
    EXPECT_EQ(below.rolled_back_to, 0u);
    (void)cache.get(kTop, Bytes{2});
    EXPECT_EQ(below.gets, 2u);
}

TEST(ReadCache, AnswersAsTheStateBelowWhateverIsAsked) {
    Counted below, direct;
    ReadCache cache(below);
    for (uint32_t i = 0; i < 4000; ++i) {
        Bytes key(1 + i % 3 * 60, static_cast<uint8_t>(i % 251));
        if (i % 97 == 0) key.resize(i);
        if (key.empty()) continue;
        const auto value = cache.get(kTop, key);
        const auto expected = direct.get(kTop, key);
        ASSERT_EQ(value->has_value(), expected->has_value());
        if (*value) ASSERT_TRUE(equal(**value, **expected));
        ASSERT_EQ(*cache.contains(kTop, key), expected->has_value());
    }
}

TEST(ReadCache, ErrorsLongValuesAndChildTriesAreNotKept) {
    Counted below;
    ReadCache cache(below);
    const Bytes child{1}, small{2}, long_key(ReadValues::kLargestKey + 1, 2), long_value{4};
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(cache.get(kTop, {}).error().reason, "broken");
        EXPECT_EQ((*cache.get(Area::child(child), small))->size(), 2u);
        EXPECT_EQ((*cache.get(kTop, long_key))->size(), 2 * long_key.size());
        EXPECT_EQ((*cache.get(kTop, long_value))->size(), ReadValues::kLargestValue + 1);
    }
    EXPECT_EQ(below.gets, 8u);
}

TEST(ReadCache, EverythingElseIsAskedOfTheStateBelow) {
    Counted below;
    ReadCache cache(below);
    const Bytes key{2};
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(*cache.contains(kTop, key));
        EXPECT_EQ(**cache.next_key(kTop, key), key);
        EXPECT_TRUE(cache.root_with({}, trie::StateVersion::kV1).has_value());
        EXPECT_TRUE(cache.child_root_with(key, {}, trie::StateVersion::kV1).has_value());
    }
    EXPECT_EQ(below.others, 8u);
    EXPECT_EQ(below.gets, 0u);
    EXPECT_EQ(cache.recorded_proof_size(), 7u);
}

// A block's changes make its state of its parent's: what is known of the one becomes what is known of the other.
TEST(ReadCache, ValuesGoOnToTheStateThatChangesMake) {
    Counted below;
    auto known = [&] {
        ReadCache cache(below);
        for (const Bytes& key : {Bytes{2}, Bytes{3}, Bytes{6}, Bytes{8}}) (void)cache.get(kTop, key);
        return cache.release();
    }();
    ChangeSet changes;
    changes[{2}] = Bytes{77};
    changes[{3}] = Bytes{78};
    changes[{6}] = std::nullopt;
    changes[{8}] = Bytes(ReadValues::kLargestValue + 1);
    changes[{9}] = Bytes{79};
    known->apply(changes);
    struct Changed final : Backend {
        const ChangeSet& changes;
        uint32_t gets = 0;
        explicit Changed(const ChangeSet& made) : changes(made) {}
        Result<std::optional<BytesView>, StateError> get(Area, BytesView key) override {
            ++gets;
            const auto found = changes.find(to_bytes(key));
            if (found == changes.end() || !found->second) return std::optional<BytesView>();
            return std::optional<BytesView>(*found->second);
        }
        Result<std::optional<Bytes>, StateError> next_key(Area, BytesView) override { return std::optional<Bytes>(); }
        Result<Hash256, StateError> root_with(const StateChanges&, trie::StateVersion) override { return Hash256{}; }
        Result<Hash256, StateError> child_root_with(BytesView, const ChangeSet&, trie::StateVersion) override {
            return Hash256{};
        }
    } above(changes);
    ReadCache cache(above, std::move(known));
    for (const auto& [key, value] : changes) {
        const auto found = cache.get(kTop, key);
        ASSERT_EQ(found->has_value(), value.has_value());
        if (value) EXPECT_TRUE(equal(**found, *value));
        EXPECT_EQ(*cache.contains(kTop, key), value.has_value());
    }
    EXPECT_GE(above.gets, 1u) << "the large value is read";
}

}  // namespace
}  // namespace serinus::state
