/// Pre-checking: each validator votes on new code of parachains before the relay chain takes it.
/// Observed: polkadot-node-core-pvf-checker 36.0.0
///
/// - The chain says at each leaf which code waits for votes. Each code is checked once, as long as a leaf names it.
/// - A validator votes once for a code in a session, and once more in each later one, as votes of other sessions do not
///   count.
#pragma once

#include <map>
#include <set>
#include <variant>
#include <vector>

#include "primitives/parachain/parachain.hpp"

namespace serinus::parachain {

struct CodeCheckEffect {
    /// Prepare the code with the strict limits; the answer is `on_checked`, or nothing if this node cannot tell.
    struct Check {
        Hash256 at;  ///< the leaf that knows the code
        polkadot_primitives::ValidationCodeHash code;
    };
    /// Sign and submit, at this block.
    struct Vote {
        Hash256 at;
        polkadot_primitives::v5::PvfCheckStatement statement;
    };
    std::variant<Check, Vote> v;
};

class CodeChecks {
  public:
    using Effects = std::vector<CodeCheckEffect>;
    using CodeHash = polkadot_primitives::ValidationCodeHash;
    using SessionIndex = uint32_t;

    struct Leaf {
        Hash256 hash;
        primitives::BlockNumber number{};
        SessionIndex session{};                                      ///< of its children
        std::optional<polkadot_primitives::v5::ValidatorIndex> own;  ///< in that session
        std::vector<CodeHash> waiting;                               ///< `kPvfsRequirePrecheck`
    };
    void on_leaf(const Leaf& leaf, Effects& out);
    void on_leaf_gone(const Hash256& leaf);
    /// Of a code that no leaf names any more: nothing.
    void on_checked(const CodeHash& code, bool is_accepted, Effects& out);

    /// Codes that leaves name.
    size_t waiting() const noexcept { return codes_.size(); }

  private:
    struct Code {
        std::set<Hash256> leaves;
        std::optional<bool> is_accepted;
    };
    void vote(const CodeHash& code, bool is_accepted, Effects& out);

    std::map<CodeHash, Code> codes_;
    std::map<Hash256, std::vector<CodeHash>> leaves_;
    std::optional<std::pair<primitives::BlockNumber, Hash256>> highest_;  ///< at which votes are submitted
    std::optional<SessionIndex> session_;                                 ///< the latest one
    std::optional<polkadot_primitives::v5::ValidatorIndex> own_;
    std::set<CodeHash> voted_;  ///< in this session
};

}  // namespace serinus::parachain
