#include "tests/malus/lies.hpp"

#include "base/hex.hpp"
#include "erasure/branches.hpp"
#include "platform/log.hpp"

namespace serinus::malus {
namespace {

namespace v9 = polkadot_primitives::v9;

constexpr const char* kLiesLog = "malus";
constexpr const char* kGarbage = "this is no proof of validity";

}  // namespace

void SaysValid::check(Candidate candidate, OnResult on_result) {
    if (const auto lie = lies_.find(candidate.receipt.hash()); lie != lies_.end()) {
        (void)lane_.post_always([promised = lie->second, on_result = std::move(on_result)]() mutable {
            on_result({Outcome::kValid, std::move(promised), {}});
        });
        return;
    }
    honest_.check(std::move(candidate), [on_result = std::move(on_result)](CheckResult result) mutable {
        result.outcome = Outcome::kValid;
        on_result(std::move(result));
    });
}

void SecondsGarbage::second(const CandidateReceipt& receipt, const PersistedValidationData& data, PoV pov) {
    const Hash256 scheduling_parent = v9::scheduling_parent_of(receipt.descriptor);
    const auto state = states_.at(scheduling_parent);
    if (!state) return;
    CandidateChecks::Candidate candidate{
        .receipt = receipt,
        .data = data,
        .pov = pov,
        .purpose = pvf::Purpose::kBacking,
        .at = scheduling_parent,
        .session = v9::session_of(receipt.descriptor).value_or((*state)->session_index)};
    // What is invented is close to the truth, or the relay chain would not take it.
    checks_.check(std::move(candidate), [this, receipt, data, pov = std::move(pov)](CheckResult result) mutable {
        if (result.outcome != Outcome::kValid) return taker_.second(receipt, data, std::move(pov));
        invent(receipt, data, std::move(pov), std::move(result.commitments));
    });
}

void SecondsGarbage::invent(CandidateReceipt receipt, const PersistedValidationData& data, PoV pov,
                            CandidateCommitments promised) {
    auto& descriptor = receipt.descriptor;
    Bytes& head = promised.head_data._0;
    if (head.empty()) return taker_.second(receipt, data, std::move(pov));
    head.back() ^= 1;
    descriptor.para_head = hashing::blake2b_256(head);
    if (garbage_ == Garbage::kOtherProof) {
        const auto state = states_.at(v9::scheduling_parent_of(descriptor));
        if (!state || !(*state)->session->code) return;
        pov.block_data = to_bytes(as_bytes(kGarbage));
        descriptor.pov_hash = pov.hash();
        const auto chunks = (*state)->session->code->encode(scale::encode(parachain::AvailableData{pov, data}));
        if (!chunks) return;
        descriptor.erasure_root = erasure::erasure_root(*chunks);
    }
    receipt.commitments_hash = promised.hash();
    log::warn(kLiesLog, "Seconds garbage: candidate " + to_hex_prefixed(receipt.hash()._0.bytes));
    lies_.insert_or_assign(receipt.hash(), std::move(promised));
    taker_.second(receipt, data, std::move(pov));
}

}  // namespace serinus::malus
