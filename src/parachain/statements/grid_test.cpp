// Backed candidates along the grid.
// Observed: polkadot-statement-distribution 36.0.0, v2/grid.rs; polkadot-node-network-protocol 36.0.0, grid_topology
#include "parachain/statements/grid.hpp"

#include <gtest/gtest.h>

#include "parachain/statements/statement_store.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

using Validators = std::set<ValidatorIndex>;
using GroupList = std::vector<std::vector<ValidatorIndex>>;

std::vector<ValidatorIndex> in_order(uint32_t count) {
    std::vector<ValidatorIndex> out;
    for (uint32_t i = 0; i < count; ++i) out.push_back({i});
    return out;
}
CandidateHash numbered_candidate(uint8_t byte) {
    CandidateHash out;
    out._0.bytes.fill(byte);
    return out;
}
StatementFilter filter(std::initializer_list<int> seconded, std::initializer_list<int> valid) {
    StatementFilter out;
    for (const int bit : seconded) out.seconded.push_back(bit != 0);
    for (const int bit : valid) out.valid.push_back(bit != 0);
    return out;
}

// --- the grid ---

TEST(SessionGrid, HasRowsOfTheSquareRoot) {
    const SessionGrid grid(in_order(11));
    // 0 1 2 / 3 4 5 / 6 7 8 / 9 10
    EXPECT_EQ(grid.neighbors_of({4}), (GridNeighbors{{{3}, {5}}, {{1}, {7}, {10}}}));
    EXPECT_EQ(grid.neighbors_of({10}), (GridNeighbors{{{9}}, {{1}, {4}, {7}}}));
    EXPECT_EQ(grid.neighbors_of({2}), (GridNeighbors{{{0}, {1}}, {{5}, {8}}}));
    EXPECT_EQ(grid.neighbors_of({11}), std::nullopt);
    EXPECT_EQ(SessionGrid(in_order(1)).neighbors_of({0}), GridNeighbors{});
    EXPECT_EQ(SessionGrid(std::vector<ValidatorIndex>{}).neighbors_of({0}), std::nullopt);
}

TEST(SessionGrid, PassesOnFromRowsToColumns) {
    const GridNeighbors four = *SessionGrid(in_order(9)).neighbors_of({4});
    EXPECT_EQ(four.route({0}, true), GridRoute::kRowAndColumn);
    EXPECT_EQ(four.route({3}, false), GridRoute::kColumn);
    EXPECT_EQ(four.route({1}, false), GridRoute::kRow);
    EXPECT_EQ(four.route({0}, false), GridRoute::kNowhere);
    EXPECT_TRUE(four.is_on(GridRoute::kColumn, {7}));
    EXPECT_FALSE(four.is_on(GridRoute::kRow, {7}));
    EXPECT_TRUE(four.is_on(GridRoute::kRowAndColumn, {5}));
    EXPECT_FALSE(four.is_on(GridRoute::kRowAndColumn, {8}));
    EXPECT_FALSE(four.is_on(GridRoute::kNowhere, {5}));
}

// In any grid a message reaches all in two steps.
TEST(SessionGrid, ReachesAllInTwoSteps) {
    for (size_t count = 1; count < 70; ++count) {
        const SessionGrid grid(count, {static_cast<uint8_t>(count)});
        const ValidatorIndex from{static_cast<uint32_t>(count / 2)};
        Validators reached{from};
        const GridNeighbors own = *grid.neighbors_of(from);
        for (const auto* side : {&own.row, &own.column}) {
            for (const ValidatorIndex next : *side) {
                reached.insert(next);
                const GridNeighbors theirs = *grid.neighbors_of(next);
                for (uint32_t to = 0; to < count; ++to) {
                    if (theirs.is_on(theirs.route(from, false), {to})) reached.insert({to});
                }
            }
        }
        EXPECT_EQ(reached.size(), count);
    }
}

TEST(SessionGrid, IsShuffledByTheEpochsRandomness) {
    const SessionGrid a(50, {1}), b(50, {2});
    EXPECT_NE(a.order(), b.order());
    EXPECT_EQ(a.order(), SessionGrid(50, {1}).order());
    EXPECT_EQ(Validators(a.order().begin(), a.order().end()).size(), 50u);
}

// --- links ---

TEST(GridView, SaysWhoSendsWhatToWhom) {
    const SessionGrid grid(in_order(9));
    const GroupList groups{{{0}, {3}, {6}}, {{4}, {2}, {7}}, {{8}, {5}, {1}}};
    const GridView view(groups, grid, ValidatorIndex{0});
    // The own group: to 1 and 2 in the row; 3 and 6 in the column are members.
    EXPECT_EQ(*view.find({0}), (GridView::Links{{{1}, {2}}, {}}));
    // 4 is not a neighbour: from the corners 3 and 1. 2 is in the row. 7 by 6 and 1.
    EXPECT_EQ(*view.find({1}), (GridView::Links{{{3}, {6}}, {{1}, {2}, {3}, {6}}}));
    // 8 by 6 and 2, 5 by 3 and 2, 1 is in the row.
    EXPECT_EQ(*view.find({2}), (GridView::Links{{{3}, {6}}, {{1}, {2}, {3}, {6}}}));
    EXPECT_EQ(view.find({3}), nullptr);
    EXPECT_EQ(GridView(groups, grid, std::nullopt).find({0}), nullptr);
}

// --- manifests ---

class Grid : public testing::Test {
  protected:
    ManifestVerdict import(const StatementFilter& statements, ValidatorIndex sender = {3},
                           ManifestKind kind = ManifestKind::kFull, const CandidateHash& hash = numbered_candidate(1),
                           GroupIndex group = {0}, uint8_t head = 7) {
        Hash256 parent_head;
        parent_head.bytes.fill(head);
        return tracker.import_manifest(view, groups, hash, limit, {parent_head, group, statements}, kind, sender);
    }

    // This node is 1 of 9: it hears of group 0 from its members 0 (row), and 4 (column).
    GroupList list{{{0}, {4}, {8}}, {{1}, {2}, {3}}, {{5}, {6}, {7}}};
    Groups groups{list, 2};
    GridView view{list, SessionGrid(in_order(9)), ValidatorIndex{1}};
    GridTracker tracker;
    size_t limit = 2;
    CandidateHash one = numbered_candidate(1);
};

TEST_F(Grid, TakesManifestsFromLinksAlone) {
    EXPECT_EQ(view.find({0})->receiving, (Validators{{0}, {2}, {4}, {7}}));
    EXPECT_EQ(view.find({0})->sending, (Validators{{2}, {7}}));
    const auto good = filter({1, 0, 0}, {0, 1, 0});
    EXPECT_EQ(import(good, {5}), ManifestVerdict::kDisallowed);
    EXPECT_EQ(import(good, {0}), ManifestVerdict::kGood);
    EXPECT_EQ(import(good, {0}, ManifestKind::kFull, one, {9}), ManifestVerdict::kDisallowed);
    EXPECT_EQ(import(good, {2}, ManifestKind::kAcknowledgement), ManifestVerdict::kDisallowed) << "it was not told";
    EXPECT_EQ(tracker.advertised_by({0}, one), good);
    EXPECT_EQ(tracker.advertised_by({4}, one), std::nullopt);
}

TEST_F(Grid, TakesManifestsThatSufficeAlone) {
    EXPECT_EQ(import(filter({1, 0}, {0, 1, 0}), {0}), ManifestVerdict::kMalformed);
    EXPECT_EQ(import(filter({1, 0, 0, 0}, {0, 1, 0, 0}), {0}), ManifestVerdict::kMalformed);
    EXPECT_EQ(import(filter({0, 0, 0}, {1, 1, 0}), {0}), ManifestVerdict::kMalformed) << "nobody seconds";
    EXPECT_EQ(import(filter({1, 0, 0}, {1, 0, 0}), {0}), ManifestVerdict::kInsufficient) << "one member, twice";
}

TEST_F(Grid, TakesNoManifestThatContradictsAnother) {
    const auto first = filter({1, 0, 0}, {0, 1, 0});
    EXPECT_EQ(import(first, {0}), ManifestVerdict::kGood);
    EXPECT_EQ(import(filter({0, 1, 0}, {1, 0, 0}), {0}), ManifestVerdict::kConflicting) << "it says less";
    EXPECT_EQ(import(first, {0}, ManifestKind::kFull, one, {0}, 8), ManifestVerdict::kConflicting) << "another head";
    EXPECT_EQ(import(filter({1, 0, 0}, {0, 1, 1}), {0}), ManifestVerdict::kGood) << "it says more";
    EXPECT_EQ(import(filter({0, 1, 0}, {1, 0, 0}), {4}), ManifestVerdict::kGood) << "another neighbour";
}

TEST_F(Grid, MembersSecondNoMoreThanTheyMay) {
    const auto statements = filter({1, 0, 0}, {0, 1, 0});
    for (const uint8_t candidate : Bytes{1, 2}) {
        EXPECT_EQ(import(statements, {0}, ManifestKind::kFull, numbered_candidate(candidate)), ManifestVerdict::kGood);
    }
    EXPECT_EQ(import(statements, {0}, ManifestKind::kFull, numbered_candidate(3)), ManifestVerdict::kOverflow);
    EXPECT_EQ(import(filter({0, 1, 0}, {1, 0, 0}), {0}, ManifestKind::kFull, numbered_candidate(3)),
              ManifestVerdict::kGood)
        << "another member seconds";
    limit = 0;
    EXPECT_EQ(import(statements, {4}), ManifestVerdict::kOverflow);
}

TEST_F(Grid, AcknowledgesToThoseWhoToldAndTellsTheOthers) {
    EXPECT_EQ(import(filter({1, 0, 0}, {0, 1, 0}), {0}), ManifestVerdict::kGood);
    const auto own = filter({1, 0, 0}, {0, 1, 1});
    using Sends = std::vector<std::pair<ValidatorIndex, ManifestKind>>;
    EXPECT_EQ(tracker.add_backed(view, one, {0}, own),
              (Sends{{{0}, ManifestKind::kAcknowledgement}, {{2}, ManifestKind::kFull}, {{7}, ManifestKind::kFull}}));
    EXPECT_EQ(tracker.add_backed(view, one, {0}, own), Sends{}) << "once";
    EXPECT_TRUE(tracker.pending_statements_for({0}).empty()) << "nothing was told yet";

    tracker.note_manifest_sent(groups, {0}, one, own);
    EXPECT_EQ(tracker.pending_manifests_for({0}).size(), 0u);
    EXPECT_EQ(tracker.pending_statements_for({0}), std::vector{votes_valid({8}, one)}) << "what it lacks";
    EXPECT_EQ(tracker.pending_statements_for({0}, one), filter({0, 0, 0}, {0, 0, 1}));
    EXPECT_FALSE(tracker.may_request({0}, one));

    tracker.note_manifest_sent(groups, {7}, one, own);
    EXPECT_TRUE(tracker.may_request({7}, one)) << "it was told, and has not answered";
    EXPECT_EQ(tracker.pending_statements_for({7}, one), std::nullopt);
    EXPECT_EQ(import(filter({1, 0, 0}, {1, 0, 0}), {7}, ManifestKind::kAcknowledgement),
              ManifestVerdict::kInsufficient);
    EXPECT_EQ(import(filter({1, 0, 0}, {0, 1, 0}), {7}, ManifestKind::kAcknowledgement), ManifestVerdict::kGood);
    EXPECT_FALSE(tracker.may_request({7}, one));
    EXPECT_EQ(tracker.pending_statements_for({7}), std::vector{votes_valid({8}, one)});
}

TEST_F(Grid, AcknowledgesAManifestForWhatIsKnown) {
    tracker.add_backed(view, one, {0}, filter({1, 0, 0}, {0, 1, 0}));
    EXPECT_EQ(import(filter({1, 0, 0}, {0, 0, 1}), {4}), ManifestVerdict::kGoodAndToAcknowledge);
    EXPECT_EQ(tracker.pending_manifests_for({4}).at(one), ManifestKind::kAcknowledgement);
    tracker.note_manifest_sent(groups, {4}, one, filter({1, 0, 0}, {0, 1, 0}));
    EXPECT_EQ(tracker.pending_statements_for({4}), std::vector{votes_valid({4}, one)});
    EXPECT_EQ(import(filter({1, 0, 0}, {0, 1, 1}), {4}), ManifestVerdict::kGood) << "once";
}

TEST_F(Grid, SendsFreshStatementsToThoseWhoLackThem) {
    const auto own = filter({1, 0, 0}, {0, 1, 0});
    tracker.add_backed(view, one, {0}, own);
    import(own, {0});
    tracker.note_manifest_sent(groups, {0}, one, own);
    const StatementId fresh = votes_valid({8}, one);
    EXPECT_EQ(tracker.targets_of(groups, fresh), std::vector{ValidatorIndex{0}});
    tracker.note_fresh(groups, view, fresh);
    EXPECT_EQ(tracker.pending_statements_for({0}), std::vector{fresh});
    tracker.note_exchanged(groups, fresh, {0}, false);
    EXPECT_TRUE(tracker.pending_statements_for({0}).empty());
    EXPECT_TRUE(tracker.targets_of(groups, fresh).empty());
    // It may send what it was sent: both may have been on their way. Told so, it is of no use.
    using Providers = std::vector<std::pair<ValidatorIndex, bool>>;
    EXPECT_EQ(tracker.providers_of(groups, fresh), (Providers{{{0}, true}}));
    EXPECT_EQ(tracker.providers_of(groups, votes_valid({0}, one)), (Providers{{{0}, false}}));
    tracker.note_exchanged(groups, votes_valid({0}, one), {0}, true);
    EXPECT_EQ(tracker.providers_of(groups, votes_valid({0}, one)), Providers{}) << "not twice";
    EXPECT_TRUE(tracker.providers_of(groups, votes_valid({1}, one)).empty()) << "of another group";
}

// --- all together ---

/// Nodes that exchange manifests, candidates and statements along the grid, in a random order.
class GridNetwork {
  public:
    GridNetwork(uint32_t validators, uint32_t group_size, std::mt19937_64& random) : random_(random) {
        const SessionGrid grid(validators, {static_cast<uint8_t>(random())});
        for (uint32_t i = 0; i < validators; i += group_size) {
            list_.emplace_back();
            for (uint32_t k = i; k < std::min(i + group_size, validators); ++k) list_.back().push_back({k});
        }
        groups_.emplace(list_, 2);
        for (uint32_t i = 0; i < validators; ++i) nodes_.emplace_back(GridView(list_, grid, ValidatorIndex{i}));
    }

    /// The members of group 0 know these statements, and exchange them directly.
    void back() {
        const auto& group = list_[0];
        for (const ValidatorIndex member : group) {
            Node& node = nodes_[member._0];
            learn(member, seconds(group[0], candidate_));
            learn(member, votes_valid(group.back(), candidate_));
            node.has_candidate = true;
            add_backed(member);
        }
    }
    void make_statement(const StatementId& statement) {
        for (const ValidatorIndex member : list_[0]) learn(member, statement);
        run();
    }
    void run() {
        while (!queue_.empty()) {
            const size_t at = random_() % queue_.size();
            std::swap(queue_[at], queue_.back());
            const auto action = std::move(queue_.back());
            queue_.pop_back();
            action();
            ++messages;
        }
    }
    /// Nodes that know the candidate and all of these statements.
    size_t count_knowing(const std::vector<StatementId>& statements) const {
        size_t count = 0;
        for (const Node& node : nodes_) {
            bool knows = node.has_candidate;
            for (const StatementId& one : statements) knows = knows && node.store.find(one);
            count += knows;
        }
        return count;
    }
    const std::vector<ValidatorIndex>& group() const { return list_[0]; }

    size_t messages = 0;

  private:
    struct Node {
        explicit Node(GridView v) : view(std::move(v)) {}
        GridView view;
        GridTracker tracker;
        StatementStore store;
        bool has_candidate = false;
    };
    StatementFilter known_to(const Node& node) const { return node.store.filter_of(*groups_, {0}, candidate_); }

    void learn(ValidatorIndex who, const StatementId& statement) {
        Node& node = nodes_[who._0];
        SignedStatement bytes;
        bytes.validator_index = statement.originator;
        if (statement.is_valid_vote) {
            bytes.payload.statement.v = CompactStatement::Valid{statement.candidate};
        } else {
            bytes.payload.statement.v = CompactStatement::Seconded{statement.candidate};
        }
        if (node.store.insert(*groups_, bytes, false) != StatementStore::Inserted::kNew) return;
        node.tracker.note_fresh(*groups_, node.view, statement);
        send_statements(who);
    }
    void add_backed(ValidatorIndex who) {
        Node& node = nodes_[who._0];
        for (const auto& [target, kind] : node.tracker.add_backed(node.view, candidate_, {0}, known_to(node))) {
            send_manifest(who, target, kind);
        }
        send_statements(who);
    }
    void send_manifest(ValidatorIndex from, ValidatorIndex to, ManifestKind kind) {
        Node& node = nodes_[from._0];
        const StatementFilter known = known_to(node);
        node.tracker.note_manifest_sent(*groups_, to, candidate_, known);
        queue_.emplace_back([=, this] { on_manifest(from, to, kind, known); });
        send_statements(from);
    }
    void on_manifest(ValidatorIndex from, ValidatorIndex to, ManifestKind kind, const StatementFilter& known) {
        Node& node = nodes_[to._0];
        const auto verdict =
            node.tracker.import_manifest(node.view, *groups_, candidate_, 50, {{}, {0}, known}, kind, from);
        ASSERT_TRUE(verdict == ManifestVerdict::kGood || verdict == ManifestVerdict::kGoodAndToAcknowledge)
            << static_cast<int>(verdict);
        if (verdict == ManifestVerdict::kGoodAndToAcknowledge) send_manifest(to, from, ManifestKind::kAcknowledgement);
        if (!node.has_candidate) {
            // It requests the candidate, with all statements.
            ASSERT_TRUE(nodes_[from._0].tracker.may_request(to, candidate_));
            node.has_candidate = true;
            queue_.emplace_back([=, this] {
                for (const auto& one :
                     nodes_[from._0].store.select(*groups_, {0}, candidate_, known_to(nodes_[from._0]))) {
                    learn(to, id_of(one));
                }
                add_backed(to);
            });
        }
        send_statements(to);
    }
    void send_statements(ValidatorIndex from) {
        Node& node = nodes_[from._0];
        for (uint32_t to = 0; to < nodes_.size(); ++to) {
            for (const StatementId& one : node.tracker.pending_statements_for({to})) {
                node.tracker.note_exchanged(*groups_, one, {to}, false);
                queue_.emplace_back([=, this] {
                    Node& receiver = nodes_[to];
                    bool is_expected = false;
                    for (const auto& [provider, useless] : receiver.tracker.providers_of(*groups_, one)) {
                        is_expected = is_expected || provider == from;
                    }
                    ASSERT_TRUE(is_expected) << "a statement that the receiver takes for wrong";
                    receiver.tracker.note_exchanged(*groups_, one, from, true);
                    learn({to}, one);
                });
            }
        }
    }

    std::mt19937_64& random_;
    GroupList list_;
    std::optional<Groups> groups_;
    std::vector<Node> nodes_;
    CandidateHash candidate_ = numbered_candidate(1);
    std::vector<std::function<void()>> queue_;
};

TEST(GridNetwork, AllLearnCandidatesAndStatements) {
    auto random = test::seeded_random();
    for (int round = 0; round < 25; ++round) {
        const auto validators = static_cast<uint32_t>(3 + random() % 60);
        GridNetwork network(validators, 3, random);
        network.back();
        network.run();
        const auto& group = network.group();
        std::vector<StatementId> statements{seconds(group[0], numbered_candidate(1)),
                                            votes_valid(group.back(), numbered_candidate(1))};
        ASSERT_EQ(network.count_knowing(statements), validators);
        statements.push_back(votes_valid(group[1], numbered_candidate(1)));
        network.make_statement(statements.back());
        ASSERT_EQ(network.count_knowing(statements), validators) << "a later statement";
        // Each node hears of it from a few links, not from all.
        EXPECT_LE(network.messages, size_t{validators} * 40);
    }
}

// --- the store ---

TEST(StatementStore, KeepsEachStatementOnce) {
    const Groups groups({{{7}, {9}}}, 2);
    StatementStore store;
    const CandidateHash candidate = numbered_candidate(1);
    const SignedStatement valid{{{CompactStatement::Valid{candidate}}}, {7}, {}};
    const SignedStatement seconded{{{CompactStatement::Seconded{candidate}}}, {9}, {}};
    SignedStatement foreign = valid;
    foreign.validator_index = {8};
    using Inserted = StatementStore::Inserted;
    EXPECT_EQ(store.insert(groups, valid, false), Inserted::kNew);
    EXPECT_EQ(store.insert(groups, seconded, false), Inserted::kNew);
    EXPECT_EQ(store.insert(groups, valid, false), Inserted::kKnown);
    EXPECT_EQ(store.insert(groups, foreign, false), Inserted::kNotInGroup);
    EXPECT_EQ(store.seconded_count({9}), 1u);
    EXPECT_EQ(store.seconded_count({7}), 0u);
    EXPECT_EQ(store.filter_of(groups, {0}, candidate), filter({0, 1}, {1, 0}));
    EXPECT_EQ(store.select(groups, {0}, candidate, filter({1, 1}, {1, 1})), (std::vector{seconded, valid}));
    EXPECT_EQ(store.select(groups, {0}, candidate, filter({1, 0}, {1, 1})), std::vector{valid});
    EXPECT_EQ(store.fresh_for_backing({{7}, {9}}, candidate), (std::vector{seconded, valid})) << "seconding first";
    store.note_known_by_backing(id_of(seconded));
    EXPECT_EQ(store.fresh_for_backing({{7}, {9}}, candidate), std::vector{valid});
    store.insert(groups, valid, true);
    EXPECT_TRUE(store.fresh_for_backing({{7}, {9}}, candidate).empty());
}

TEST(Groups, ASmallGroupNeedsAllOfItsVotes) {
    const Groups groups({{{1}, {2}, {3}}, {{4}}, {}}, 2);
    EXPECT_EQ(groups.needed_votes({0}), 2u);
    EXPECT_EQ(groups.needed_votes({1}), 1u);
    EXPECT_EQ(groups.needed_votes({2}), 0u);
    EXPECT_EQ(groups.place_of({3})->member, 2u);
    EXPECT_EQ(groups.place_of({4})->group, GroupIndex{1});
    EXPECT_FALSE(groups.place_of({5}));
    EXPECT_EQ(groups.find({3}), nullptr);
}

}  // namespace
}  // namespace serinus::parachain
