/// Amounts and addresses as the people of a chain write them.
#pragma once

#include "base/checked.hpp"
#include "crypto/ss58.hpp"

namespace serinus::compose {

struct Units {
    crypto::ss58::Prefix prefix = crypto::ss58::kSubstratePrefix;
    uint32_t decimals = 12;
    std::string symbol = "KSM";

    std::string address(BytesView account) const { return crypto::ss58::encode(prefix, account); }
    /// "1.2345 KSM": four digits behind the point.
    std::string amount(uint128_t planck) const;
    /// "1.5 KSM": as many digits as the amount has.
    std::string exact_amount(uint128_t planck) const;
    /// Planck of "1.2345", with or without the symbol; nullopt: it is none, has too many decimals or is too large.
    std::optional<uint128_t> parse_amount(std::string_view text) const;
    /// Planck of "1.5", "1.5 KSM", "20mKSM" or "15000planck": what has neither a point nor a unit is refused, since it
    /// could mean either. Underscores between digits mean nothing. Errors are sentences.
    Result<uint128_t, std::string> parse_with_unit(std::string_view text) const;
};

/// From what system_properties, or the properties of a specification, say: ss58Format, tokenSymbol and tokenDecimals,
/// each one value or a list. What is missing stays as it is.
void read_properties(std::string_view properties_json, Units& units);

}  // namespace serinus::compose
