#include "runtime/npos/reduce.hpp"

namespace serinus::sdk::npos {
namespace {

using Node = uint32_t;
constexpr Node kNone = ~uint32_t{0};

/// Voters and targets as a forest: an edge of it is a vote. Voters are the nodes below `targets_from`.
class Forest {
  public:
    Forest(uint32_t voters, uint32_t targets) : targets_from_(voters), nodes_(voters + targets) {}

    Node voter(uint32_t place) const { return place; }
    Node target(uint32_t index) const { return targets_from_ + index; }
    bool is_voter(Node node) const { return node < targets_from_; }
    uint32_t index(Node node) const { return is_voter(node) ? node : node - targets_from_; }

    /// False the first time.
    bool visit(Node node) { return std::exchange(nodes_[node].known, true); }
    void set_parent(Node node, Node parent) { nodes_[node].parent = parent; }
    bool is_parent(Node node, Node parent) const { return nodes_[node].parent == parent; }

    /// From `start` to its root, or to where the way would come back to itself.
    std::vector<Node> path(Node start) {
        ++stamp_;
        std::vector<Node> path;
        for (Node node = start; node != kNone && nodes_[node].stamp != stamp_; node = nodes_[node].parent) {
            nodes_[node].stamp = stamp_;
            path.push_back(node);
        }
        return path;
    }

  private:
    struct Entry {
        Node parent = kNone;
        uint32_t stamp = 0;
        bool known = false;
    };
    uint32_t targets_from_;
    std::vector<Entry> nodes_;
    uint32_t stamp_ = 0;
};

/// The edge of a circle that holds the least. The circle is [target, ..., voter]; voters stand at odd places.
struct Smallest {
    size_t at{};  ///< of its voter
    bool forward{};
    Stake stake = max_value<Stake>();
    bool found = false;
};

class Reduction {
  public:
    Reduction(std::vector<StakedAssignment>& assignments, uint32_t targets, const OwnTarget& own_target)
        : assignments_(assignments), forest_(static_cast<uint32_t>(assignments.size()), targets) {
        accounts_.reserve(assignments.size() + targets);
        for (uint32_t place = 0; place < assignments.size(); ++place) {
            const auto own = own_target(assignments[place].who);
            accounts_.push_back(own && *own < targets ? *own : targets + place);
        }
        for (uint32_t target = 0; target < targets; ++target) accounts_.push_back(target);
    }

    uint32_t run() {
        for (uint32_t place = 0; place < assignments_.size(); ++place) {
            size_t next = 0;
            while (next < assignments_[place].distribution.size()) {
                const auto step = add(place, assignments_[place].distribution[next].first);
                if (step == Step::kStuck) break;
                if (step == Step::kKept) ++next;
            }
        }
        return removed_;
    }

  private:
    enum class Step {
        kKept,
        kRemoved,  ///< an edge of this voter went, so the next one has its place
        kStuck,    ///< no edge of the circle is there: cannot be
    };

    Step add(uint32_t place, uint32_t target_index) {
        const Node voter = forest_.voter(place);
        const Node target = forest_.target(target_index);
        const bool knows_voter = forest_.visit(voter);
        const bool knows_target = forest_.visit(target);
        if (!knows_target || !knows_voter) {
            if (knows_target) {
                forest_.set_parent(voter, target);
            } else {
                forest_.set_parent(target, voter);
            }
            return Step::kKept;
        }
        const auto voter_path = forest_.path(voter);
        const auto target_path = forest_.path(target);
        if (voter_path.back() == target_path.back()) return cut(place, voter_path, target_path);
        join(voter_path, target_path);
        return Step::kKept;
    }

    /// Hangs the tree with the shorter path below the start of the other path.
    void join(const std::vector<Node>& voter_path, const std::vector<Node>& target_path) {
        const bool voter_shorter = voter_path.size() <= target_path.size();
        const auto& shorter = voter_shorter ? voter_path : target_path;
        const auto& longer = voter_shorter ? target_path : voter_path;
        for (size_t i = 0; i + 1 < shorter.size(); ++i) forest_.set_parent(shorter[i + 1], shorter[i]);
        forest_.set_parent(shorter[0], longer[0]);
    }

    /// Sends stake round the circle that the new edge closes.
    Step cut(uint32_t place, const std::vector<Node>& voter_path, const std::vector<Node>& target_path) {
        size_t common = 0;
        while (common < std::min(voter_path.size(), target_path.size()) &&
               voter_path[voter_path.size() - 1 - common] == target_path[target_path.size() - 1 - common]) {
            ++common;
        }
        const size_t target_part = target_path.size() - common;
        std::vector<Node> circle(target_path.begin(), target_path.begin() + static_cast<ptrdiff_t>(target_part) + 1);
        for (size_t i = voter_path.size() - common; i > 0; --i) circle.push_back(voter_path[i - 1]);

        const Smallest smallest = find_smallest(circle);
        if (!smallest.found) return Step::kStuck;
        bool keeps_place = false;
        std::vector<std::pair<Node, Node>> also_removed;
        circulate(circle, smallest, place, keeps_place, also_removed);

        const bool is_new_edge = smallest.at == circle.size() - 1 && smallest.forward;
        if (!is_new_edge) {
            const bool in_voter_part = smallest.at + (smallest.forward ? 1 : 0) > target_part;
            const auto& path = in_voter_part ? voter_path : target_path;
            const auto& other = in_voter_part ? target_path : voter_path;
            hang_over(path, other[0], circle[smallest.at], neighbour(circle, smallest.at, smallest.forward));
        }
        for (const auto& [one, two] : also_removed) {
            if (forest_.is_parent(one, two)) {
                forest_.set_parent(one, kNone);
            } else if (forest_.is_parent(two, one)) {
                forest_.set_parent(two, kNone);
            }
        }
        return keeps_place ? Step::kRemoved : Step::kKept;
    }

    static Node neighbour(const std::vector<Node>& circle, size_t at, bool forward) {
        if (forward) return circle[(at + 1) % circle.size()];
        return circle[(at + circle.size() - 1) % circle.size()];
    }

    auto find_vote(Node voter, Node target) {
        auto& distribution = assignments_[forest_.index(voter)].distribution;
        return std::ranges::find(distribution, forest_.index(target), &std::pair<uint32_t, Stake>::first);
    }

    /// The first of equal ones, of a voter the next before the previous.
    Smallest find_smallest(const std::vector<Node>& circle) {
        Smallest smallest;
        for (size_t i = 1; i < circle.size(); i += 2) {
            for (const bool forward : {true, false}) {
                const auto vote = find_vote(circle[i], neighbour(circle, i, forward));
                if (vote == assignments_[forest_.index(circle[i])].distribution.end()) continue;
                if (vote->second < smallest.stake) smallest = {i, forward, vote->second, true};
            }
        }
        return smallest;
    }

    /// Each voter of the circle moves the smallest stake from one neighbour to the other, so that the smallest edge
    /// becomes empty; edges that hold nothing afterwards go.
    void circulate(const std::vector<Node>& circle, const Smallest& smallest, uint32_t place, bool& keeps_place,
                   std::vector<std::pair<Node, Node>>& also_removed) {
        for (size_t i = 1; i < circle.size(); i += 2) {
            const uint32_t voter = forest_.index(circle[i]);
            auto& distribution = assignments_[voter].distribution;
            for (const bool forward : {false, true}) {
                const Node target = neighbour(circle, i, forward);
                const auto vote = find_vote(circle[i], target);
                if (vote == distribution.end()) continue;
                vote->second = forward == smallest.forward ? saturating_sub(vote->second, smallest.stake)
                                                           : saturating_add(vote->second, smallest.stake);
                if (vote->second != 0) continue;
                if (voter == place) keeps_place = true;
                distribution.erase(vote);
                ++removed_;
                if (i != smallest.at || forward != smallest.forward) also_removed.emplace_back(circle[i], target);
            }
        }
    }

    /// Turns the path round up to the edge that went, and hangs its start below `parent`. Ends of the edge are known by
    /// their accounts: one that is voter and target counts as both, as in the reference.
    void hang_over(const std::vector<Node>& path, Node parent, Node one, Node two) {
        const auto is_end = [&](Node node) {
            return accounts_[node] == accounts_[one] || accounts_[node] == accounts_[two];
        };
        for (size_t i = 0; i + 1 < path.size(); ++i) {
            if (is_end(path[i]) && is_end(path[i + 1])) break;
            forest_.set_parent(path[i + 1], path[i]);
        }
        forest_.set_parent(path[0], parent);
    }

    std::vector<StakedAssignment>& assignments_;
    Forest forest_;
    std::vector<uint32_t> accounts_;  ///< of the nodes: equal for a voter and a target that are one account
    uint32_t removed_ = 0;
};

}  // namespace

uint32_t reduce_all(std::vector<StakedAssignment>& assignments, const OwnTarget& own_target) {
    uint32_t targets = 0;
    for (const auto& assignment : assignments) {
        for (const auto& [target, stake] : assignment.distribution) targets = std::max(targets, target + 1);
    }
    return Reduction(assignments, targets, own_target).run();
}

}  // namespace serinus::sdk::npos
