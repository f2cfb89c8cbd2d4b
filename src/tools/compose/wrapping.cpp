#include "tools/compose/wrapping.hpp"

#include "base/hex.hpp"
#include "hashing/hashing.hpp"

namespace serinus::compose {
namespace {

std::string hex_word(BytesView bytes) { return to_hex_prefixed(bytes); }

std::string hex_list(const std::vector<Bytes>& all) {
    std::string out = "[";
    for (const Bytes& one : all) out += (out.size() == 1 ? "" : ",") + hex_word(one);
    return out + "]";
}

}  // namespace

Result<Bytes, std::string> in_batch(TextReader& reader, std::string_view kind, const std::vector<Bytes>& calls) {
    return reader.read_call({"utility." + std::string(kind), hex_list(calls)});
}

Result<Bytes, std::string> in_sudo(TextReader& reader, BytesView call) {
    return reader.read_call({"sudo.sudo", hex_word(call)});
}

Result<Bytes, std::string> in_proxy(TextReader& reader, BytesView real, BytesView call) {
    return reader.read_call({"proxy.proxy", hex_word(real), "none", hex_word(call)});
}

Hash256 Multisig::account(const Hash256& signer) const {
    std::vector<Hash256> all = others;
    all.push_back(signer);
    std::ranges::sort(all);
    Bytes seed = to_bytes(as_bytes("modlpy/utilisuba"));
    scale::append_encoded(seed, all);
    scale::append_encoded(seed, threshold);
    return hashing::blake2b_256(seed);
}

Result<Bytes, std::string> in_multisig(TextReader& reader, const Multisig& multisig, const MultisigState& state,
                                       BytesView call) {
    ENSURE(!multisig.others.empty(), std::string("name the other signatories: --signatories A,B"));
    ENSURE(multisig.threshold > 0 && multisig.threshold <= multisig.others.size() + 1,
           std::string("--multisig: more approvals than there are signatories"));
    std::vector<Bytes> others;
    others.reserve(multisig.others.size());
    for (const Hash256& one : multisig.others) others.push_back(to_bytes(one.bytes));
    std::ranges::sort(others);  // the pallet takes them in this order alone
    if (multisig.threshold == 1) {
        return reader.read_call({"multisig.as_multi_threshold_1", hex_list(others), hex_word(call)});
    }
    return reader.read_call(
        {"multisig.as_multi", "threshold=" + std::to_string(multisig.threshold),
         "other_signatories=" + hex_list(others), "maybe_timepoint=" + state.timepoint_json.value_or("none"),
         "call=" + hex_word(call),
         "max_weight=(" + std::to_string(state.ref_time_ps) + "," + std::to_string(state.proof_size) + ")"});
}

}  // namespace serinus::compose
