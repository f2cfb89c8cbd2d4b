/// Blocks with names, for tests: who is whose parent is all that voting depends on.
#pragma once

#include <map>

#include "base/assert.hpp"
#include "consensus/grandpa/justification.hpp"

namespace serinus::consensus::grandpa::test {

inline Hash256 named_hash(std::string_view name) {
    Hash256 hash;
    std::copy(name.begin(), name.end(), hash.begin());
    return hash;
}

class NamedTree final : public BlockTree {
  public:
    explicit NamedTree(const std::string& root = "genesis", BlockNumber number = 1) {
        blocks_[named_hash(root)] = {{}, number};
    }
    /// "A B C" on `parent`.
    void push(const std::string& parent, std::initializer_list<const char*> names) {
        Hash256 below = named_hash(parent);
        for (const char* name : names) {
            const BlockNumber number = blocks_.at(below).number + 1;
            blocks_[named_hash(name)] = {below, number};
            below = named_hash(name);
        }
    }
    BlockId operator[](const std::string& name) const {
        return {named_hash(name), blocks_.at(named_hash(name)).number};
    }
    std::optional<BlockLink> find(const Hash256& hash) const override {
        const auto found = blocks_.find(hash);
        return found == blocks_.end() ? std::nullopt : std::optional(found->second);
    }

  private:
    std::map<Hash256, BlockLink> blocks_;
};

inline AuthorityId test_id(uint64_t number) {
    AuthorityId id;
    for (size_t i = 0; i < 8; ++i) id[i] = static_cast<uint8_t>(number >> (56 - 8 * i));  // ascending as the numbers
    return id;
}

inline AuthorityList test_authorities(size_t count, uint64_t first = 1) {
    AuthorityList out;
    for (uint64_t i = 0; i < count; ++i) out.push_back({test_id(first + i), 1});
    return out;
}

inline std::shared_ptr<const VoterSet> test_voters(const AuthorityList& authorities) {
    auto set = VoterSet::from(authorities);
    SERINUS_ASSERT(set.has_value());
    return std::make_shared<const VoterSet>(*std::move(set));
}

/// Unsigned: what signs is not the subject.
inline SignedMessage test_vote(VoteKind kind, const BlockId& target, const AuthorityId& id) {
    Signature signature;
    signature[0] = target.hash[0];
    return {{kind, target}, signature, id};
}

}  // namespace serinus::consensus::grandpa::test
