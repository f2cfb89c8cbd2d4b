#include "governance/origin.hpp"

#include "base/hex.hpp"

namespace serinus::governance {
namespace {

using metadata::Case;
using metadata::Cases;
using metadata::Metadata;

/// "StakingAdmin", "staking_admin" and "staking-admin" are the same.
std::string plain(std::string_view name) {
    std::string out;
    for (const char one : name) {
        if (one == '_' || one == '-') continue;
        out += one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one;
    }
    return out;
}

/// "StakingAdmin" is "staking_admin".
std::string snake_case(std::string_view name) {
    std::string out;
    for (const char one : name) {
        const bool is_upper = one >= 'A' && one <= 'Z';
        if (is_upper && !out.empty()) out += '_';
        out += is_upper ? static_cast<char>(one - 'A' + 'a') : one;
    }
    return out;
}

struct Candidate {
    const Case* outer;  ///< of a pallet
    const Case* inner;
};

std::vector<Candidate> candidates(const Metadata& metadata, uint32_t origin_type) {
    std::vector<Candidate> out;
    const auto cases_of = [&](uint32_t id) -> const Cases* {
        const auto* type = metadata.find_bare_type(id);
        return type == nullptr ? nullptr : std::get_if<Cases>(&type->definition);
    };
    const Cases* const outer = cases_of(origin_type);
    if (outer == nullptr) return out;
    for (const Case& one : outer->cases) {
        const Cases* const inner = one.fields.size() == 1 ? cases_of(one.fields[0].type) : nullptr;
        if (inner == nullptr) continue;
        for (const Case& two : inner->cases) out.push_back({&one, &two});
    }
    return out;
}

bool is_account(const Metadata& metadata, const Case& one) {
    if (one.fields.size() != 1) return false;
    const auto* type = metadata.find_type(one.fields[0].type);
    return type != nullptr && !type->path.empty() && type->path.back() == "AccountId32";
}

Result<Bytes, std::string> read_account(std::string_view text) {
    constexpr size_t kAccountBytes = 32;
    if (text.starts_with("0x")) {
        auto key = from_hex(text);
        if (key && key->size() == kAccountBytes) return *std::move(key);
    } else if (auto address = crypto::ss58::decode(text); address && address->account.size() == kAccountBytes) {
        return std::move(address->account);
    }
    return Err("\"" + std::string(text) + "\" is no account: neither an address nor 32 bytes in hex");
}

}  // namespace

Result<Bytes, std::string> encode_origin(const Metadata& metadata, uint32_t origin_type, std::string_view name) {
    if (name.starts_with("0x")) {
        auto bytes = from_hex(name);
        ENSURE(bytes && !bytes->empty(), std::string("the encoded origin is no hex"));
        return *std::move(bytes);
    }
    constexpr std::string_view kSigned = "signed:";
    const auto all = candidates(metadata, origin_type);
    if (plain(name).starts_with(kSigned)) {
        TRY_ASSIGN(const Bytes account, read_account(name.substr(kSigned.size())));
        for (const auto& [outer, inner] : all) {
            if (inner->name != "Signed" || !is_account(metadata, *inner)) continue;
            return concat(Bytes{outer->index, inner->index}, account);
        }
        return Err(std::string("the chain has no signed origin of an account of 32 bytes"));
    }
    const std::string wanted = plain(name);
    std::vector<Candidate> found;
    for (const Candidate& one : all) {
        if (!one.inner->fields.empty()) continue;
        const std::string inner = plain(one.inner->name);
        if (inner == wanted || plain(one.outer->name) + "." + inner == wanted) found.push_back(one);
    }
    if (found.size() == 1) return Bytes{found[0].outer->index, found[0].inner->index};
    std::string reason = "\"" + std::string(name) + "\" is ";
    if (found.empty()) {
        reason += "no origin of this chain, which has signed:ACCOUNT";
        for (const std::string& one : origin_names(metadata, origin_type)) reason += ", " + one;
    } else {
        reason += "an origin of several pallets:";
        for (const Candidate& one : found) {
            reason += " " + std::string(one.outer->name) + "." + std::string(one.inner->name);
        }
    }
    return Err(std::move(reason));
}

std::vector<std::string> origin_names(const Metadata& metadata, uint32_t origin_type) {
    std::vector<std::string> out;
    for (const auto& [outer, inner] : candidates(metadata, origin_type)) {
        if (inner->fields.empty()) out.push_back(snake_case(inner->name));
    }
    return out;
}

}  // namespace serinus::governance
