#include "staking/ledger.hpp"

namespace serinus::staking {

Result<std::optional<Ledger>, std::string> find_ledger(StateReader& reader, const AccountId& stash) {
    TRY_ASSIGN(const auto controller, reader.find<AccountId>("Staking", "Bonded", twox_64_key(stash.bytes)));
    if (!controller) return std::optional<Ledger>();
    return reader.find<Ledger>("Staking", "Ledger", blake2_key(controller->bytes));
}

Bytes era_key(EraIndex era) { return twox_64_key(scale::encode(era)); }

Bytes era_key(EraIndex era, const AccountId& stash) { return concat(era_key(era), twox_64_key(stash.bytes)); }

}  // namespace serinus::staking
