#include "parachain/precheck/code_checks.hpp"

namespace serinus::parachain {

void CodeChecks::on_leaf(const Leaf& leaf, Effects& out) {
    if (!highest_ || highest_->first <= leaf.number) highest_ = {leaf.number, leaf.hash};
    leaves_.insert_or_assign(leaf.hash, leaf.waiting);
    for (const CodeHash& hash : leaf.waiting) {
        const auto [code, is_new] = codes_.try_emplace(hash);
        code->second.leaves.insert(leaf.hash);
        if (is_new) out.push_back({CodeCheckEffect::Check{leaf.hash, hash}});
    }
    if (session_ && *session_ >= leaf.session) return;
    session_ = leaf.session;
    own_ = leaf.own;
    voted_.clear();
    for (const auto& [hash, code] : codes_) {
        if (code.is_accepted) vote(hash, *code.is_accepted, out);
    }
}

void CodeChecks::on_leaf_gone(const Hash256& leaf) {
    const auto gone = leaves_.extract(leaf);
    if (gone.empty()) return;
    for (const CodeHash& hash : gone.mapped()) {
        const auto code = codes_.find(hash);
        if (code == codes_.end()) continue;
        code->second.leaves.erase(leaf);
        if (code->second.leaves.empty()) codes_.erase(code);
    }
}

void CodeChecks::on_checked(const CodeHash& hash, bool is_accepted, Effects& out) {
    const auto code = codes_.find(hash);
    if (code == codes_.end()) return;
    code->second.is_accepted = is_accepted;
    vote(hash, is_accepted, out);
}

void CodeChecks::vote(const CodeHash& code, bool is_accepted, Effects& out) {
    if (!own_ || !session_ || !highest_ || !voted_.insert(code).second) return;
    out.push_back({CodeCheckEffect::Vote{highest_->second, {is_accepted, code, *session_, *own_}}});
}

}  // namespace serinus::parachain
