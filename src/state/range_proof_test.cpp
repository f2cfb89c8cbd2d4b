#include "state/range_proof.hpp"

#include <gtest/gtest.h>

#include "state/range_test_support.hpp"
#include "trie/reader.hpp"

namespace serinus::state {
namespace {

using test::Map;
using test::RangeState;

/// What a reader of one trie finds behind `after` before something is missing.
std::pair<Map, bool> read_trie(trie::NodeSource& source, const Hash256& root, std::optional<BytesView> after) {
    Map out;
    trie::TrieCursor cursor(source, root);
    if (after && !cursor.seek(*after)) return {out, false};
    for (;;) {
        const auto found = cursor.next();
        if (!found) return {out, false};
        if (!*found) return {out, true};
        if (after && equal(cursor.key(), *after)) continue;
        const auto value = cursor.value();
        if (!value) return {out, false};
        out[to_bytes(cursor.key())] = to_bytes(*value);
    }
}

/// Reads a range as the reference does, into `top` and `children`; where to go on, empty at the end.
std::vector<Bytes> read_range(const trie::CompactProof& proof, const Hash256& root, std::vector<Bytes> start, Map& top,
                              std::map<Bytes, Map>& children) {
    const auto decoded = trie::decode_compact(proof, root);
    EXPECT_TRUE(decoded.has_value()) << trie::to_string(decoded.error());
    if (!decoded) return {};
    trie::ProofSource source(decoded->proof);
    std::set<Bytes> seen;
    const auto read_child = [&](const Bytes& key, const Bytes& child_root,
                                std::optional<BytesView> after) -> std::optional<std::vector<Bytes>> {
        const auto [entries, complete] = read_trie(source, *Hash256::from(child_root), after);
        Map& child = children[child_root];
        child.insert(entries.begin(), entries.end());
        if (complete) return std::nullopt;
        return std::vector<Bytes>{key,
                                  entries.empty() ? (after ? to_bytes(*after) : Bytes()) : entries.rbegin()->first};
    };
    std::optional<Bytes> after;
    if (!start.empty()) after = start[0];
    if (start.size() == 2) {
        const auto child_root = trie::TrieReader(source, root).get(start[0]);
        EXPECT_TRUE(child_root && *child_root);
        if (!child_root || !*child_root) return {};
        seen.insert(to_bytes(**child_root));
        if (const auto next = read_child(start[0], to_bytes(**child_root), start[1])) return *next;
    }
    const auto [entries, complete] = read_trie(source, root, after ? std::optional<BytesView>(*after) : std::nullopt);
    const std::string prefix(trie::kDefaultChildPrefix);
    for (const auto& [key, value] : entries) {
        top[key] = value;
        if (as_text(key).starts_with(prefix) && seen.insert(value).second) {
            if (const auto next = read_child(key, value, std::nullopt)) return *next;
        }
    }
    if (complete) return {};
    return {entries.empty() ? after.value_or(Bytes()) : entries.rbegin()->first};
}

class RangeProofs : public testing::TestWithParam<std::tuple<trie::StateVersion, size_t>> {};

TEST_P(RangeProofs, RangesOneAfterTheOtherGiveTheWholeStateWithItsChildTries) {
    const auto [version, max_bytes] = GetParam();
    RangeState whole(version);
    Map top;
    std::map<Bytes, Map> children;
    std::vector<Bytes> start;
    size_t ranges = 0;
    do {
        const auto proof =
            prove_range(whole.state->nodes(), whole.root, start, {.max_bytes = max_bytes, .most_bytes = 1 << 20});
        ASSERT_TRUE(proof.has_value()) << proof.error().reason;
        EXPECT_LE(trie::encode_proof_items(*proof).size(), max_bytes + 2'500);
        const auto next = read_range(*proof, whole.root, start, top, children);
        if (!next.empty()) ASSERT_NE(next, start) << "at least one entry";
        start = next;
        ASSERT_LT(++ranges, 500u);
    } while (!start.empty());
    for (const auto& [key, value] : whole.top) EXPECT_EQ(top.at(key), value);
    EXPECT_EQ(top.size(), whole.top.size() + 3);
    for (const auto& [name, entries] : whole.children) {
        EXPECT_EQ(children.at(top.at(trie::default_child_root_key(name))), entries);
    }
    if (max_bytes > 100'000) EXPECT_EQ(ranges, 1u);
    if (max_bytes < 2'000) EXPECT_GT(ranges, 5u);
}

TEST_P(RangeProofs, WithoutProofsTheSameEntriesComeInTheSameWay) {
    const auto [version, max_bytes] = GetParam();
    RangeState whole(version);
    Map top;
    std::map<Bytes, Map> children;
    std::vector<Bytes> start;
    for (size_t ranges = 0; ranges < 500; ++ranges) {
        const auto range = collect_range(*whole.state, start, max_bytes);
        ASSERT_TRUE(range.has_value()) << range.error().reason;
        ASSERT_FALSE(range->levels.empty());
        for (size_t i = 0; i < range->levels.size(); ++i) {
            const auto& level = range->levels[i];
            EXPECT_EQ(level.root.empty(), i == 0);
            (i == 0 ? top : children[level.root]).insert(level.entries.begin(), level.entries.end());
        }
        const auto& last = range->levels.back();
        if (range->levels[0].is_complete) break;
        const std::string prefix(trie::kDefaultChildPrefix);
        if (range->levels.size() > 1 && !last.is_complete) {
            Bytes root_key = start.size() == 2 ? start[0] : Bytes();
            for (const auto& [key, value] : range->levels[0].entries) {
                if (value == last.root && as_text(key).starts_with(prefix)) root_key = key;
            }
            const Bytes last_key =
                last.entries.empty() ? (start.size() == 2 ? start[1] : Bytes()) : last.entries.back().first;
            start = {root_key, last_key};
        } else {
            start = {range->levels[0].entries.empty() ? start.at(0) : range->levels[0].entries.back().first};
        }
    }
    EXPECT_EQ(top.size(), whole.top.size() + 3);
    for (const auto& [name, entries] : whole.children) {
        EXPECT_EQ(children.at(top.at(trie::default_child_root_key(name))), entries);
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, RangeProofs,
                         testing::Combine(testing::Values(trie::StateVersion::kV0, trie::StateVersion::kV1),
                                          testing::Values(size_t{1}, size_t{1'500}, size_t{200'000})));

TEST(RangeProof, AStartThatNoStateHasIsRefused) {
    RangeState whole(trie::StateVersion::kV1);
    const std::vector<Bytes> three(3, Bytes{1});
    EXPECT_EQ(prove_range(whole.state->nodes(), whole.root, three, {}).error().kind, StateError::Kind::kMissing);
    EXPECT_EQ(collect_range(*whole.state, three, 100).error().kind, StateError::Kind::kMissing);
    const std::vector<Bytes> no_child{trie::default_child_root_key(as_bytes("none")), Bytes{1}};
    EXPECT_EQ(prove_range(whole.state->nodes(), whole.root, no_child, {}).error().kind, StateError::Kind::kMissing);
    EXPECT_EQ(collect_range(*whole.state, no_child, 100).error().kind, StateError::Kind::kMissing);
    const std::vector<Bytes> no_root{whole.top.rbegin()->first, Bytes{1}};
    EXPECT_EQ(prove_range(whole.state->nodes(), whole.root, no_root, {}).error().kind, StateError::Kind::kMissing);
}

// RFC-9
TEST(ProveKeys, HoldsDescendantsFromAKeyOnAndLeavesValuesOut) {
    RangeState whole(trie::StateVersion::kV1);
    auto& nodes = whole.state->nodes();
    const auto all =
        prove_keys(nodes, whole.root, Area::top(), {.keys = {{.key = {}, .with_descendants = true}}}, SIZE_MAX);
    trie::ProofSource all_source(*all);
    EXPECT_EQ(read_trie(all_source, whole.root, std::nullopt).first.size(), whole.top.size() + 3);

    const Bytes from{0x80};
    const auto half = prove_keys(nodes, whole.root, Area::top(),
                                 {.keys = {{.key = {}, .with_descendants = true}}, .from = from}, SIZE_MAX);
    trie::ProofSource half_source(*half);
    const auto [entries, complete] = read_trie(half_source, whole.root, from);
    EXPECT_TRUE(complete);
    EXPECT_EQ(entries.size(), static_cast<size_t>(std::distance(whole.top.lower_bound(from), whole.top.end())));
    EXPECT_LT(half->items().size(), all->items().size());

    const auto keys_only = prove_keys(nodes, whole.root, Area::top(),
                                      {.keys = {{.key = {}, .skips_value = true, .with_descendants = true}}}, SIZE_MAX);
    EXPECT_LT(keys_only->items().size(), all->items().size());

    const auto little =
        prove_keys(nodes, whole.root, Area::top(), {.keys = {{.key = {}, .with_descendants = true}}}, 1'000);
    EXPECT_LT(little->encode().size(), 2'500u);

    const std::vector<Bytes> one{{7, 1}};
    const auto child = prove_keys(nodes, whole.root, Area::child(as_bytes("b")), {.keys = {{.key = one[0]}}}, SIZE_MAX);
    EXPECT_EQ((*trie::read_child_proof_check(whole.root, *child, as_bytes("b"), one))[0], Bytes(45, 7));
}

}  // namespace
}  // namespace serinus::state
