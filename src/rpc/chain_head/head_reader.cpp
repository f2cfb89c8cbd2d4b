#include "rpc/chain_head/head_reader.hpp"

#include <map>
#include <set>

namespace serinus::rpc::chain_head {
namespace {

/// Each block's runtime once.
class Runtimes {
  public:
    explicit Runtimes(chain::Client& client) : client_(client) {}
    const SharedText& of(const Hash256& block) {
        SharedText& text = texts_[block];
        if (text == nullptr) text = read_runtime_text(client_, block);
        return text;
    }

  private:
    chain::Client& client_;
    std::map<Hash256, SharedText> texts_;
};

/// The last `limits.introduced` finalized blocks, ascending; at least one.
void read_finalized(chain::Client& client, const Limits& limits, HeadWithHeaders& out) {
    std::vector<chain::BlockId> descending;
    for (chain::BlockId at = client.finalized(); descending.size() < limits.introduced;) {
        const auto header = client.find_header(at.hash);
        if (!header || *header == nullptr) break;
        descending.push_back(at);
        out.headers[at.hash] = *header;
        if (at.number == client.genesis().number) break;
        at = {(*header)->parent_hash, at.number - 1};
    }
    if (descending.empty()) descending.push_back(client.finalized());
    out.read.head.finalized.assign(descending.rbegin(), descending.rend());
}

}  // namespace

SharedText read_runtime_text(chain::Client& client, const Hash256& block) {
    const auto runtime = client.runtime_of(block);
    return std::make_shared<const std::string>(runtime ? runtime_json(runtime->version)
                                                       : invalid_runtime_json(runtime.error().reason));
}

HeadWithHeaders read_head(chain::Client& client, const Limits& limits) {
    HeadWithHeaders out;
    Head& head = out.read.head;
    Runtimes runtimes(client);
    head.best = client.best().hash;
    read_finalized(client, limits, out);
    const chain::BlockId finalized = head.finalized.back();
    head.runtime = runtimes.of(finalized.hash);

    // A fork keeps the branches that were left, which is no reason to show them.
    const auto leaves = client.is_revertible() ? std::vector{client.best()} : client.leaves();
    for (const chain::BlockId& leaf : leaves) {
        out.read.is_too_long |= leaf.number > finalized.number && leaf.number - finalized.number > limits.lag;
    }
    std::set<Hash256> known;
    for (const chain::BlockId& leaf : leaves) {
        std::vector<KnownBlock> branch;
        for (chain::BlockId block = leaf; block.number > finalized.number && !known.contains(block.hash);) {
            if (out.read.is_too_long || known.size() >= limits.unfinalized) {
                head.unfinalized.clear();
                out.read.is_too_long = true;
                return out;
            }
            const auto header = client.find_header(block.hash);
            if (!header || *header == nullptr) break;
            known.insert(block.hash);
            out.headers[block.hash] = *header;
            const Hash256 parent = (*header)->parent_hash;
            const bool is_same = *runtimes.of(block.hash) == *runtimes.of(parent);
            branch.push_back({block, parent, is_same ? nullptr : runtimes.of(block.hash)});
            block = {parent, block.number - 1};
        }
        head.unfinalized.insert(head.unfinalized.end(), branch.rbegin(), branch.rend());
    }
    return out;
}

}  // namespace serinus::rpc::chain_head
