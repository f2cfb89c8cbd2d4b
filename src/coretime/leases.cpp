// Leases of the pallet Slots.
#include <algorithm>
#include <boost/json.hpp>

#include "coretime/chain_values.hpp"
#include "coretime/cores.hpp"
#include "coretime/fields.hpp"

namespace serinus::coretime {

namespace json = boost::json;

Result<std::vector<Lease>, std::string> read_leases(ChainValues& values, BlockNumber number) {
    std::vector<Lease> out;
    const json::value length = values.constant("Slots", "LeasePeriod"),
                      offset = values.constant("Slots", "LeaseOffset");
    const uint32_t period = u32_in(&length).value_or(0), start = u32_in(&offset).value_or(0);
    if (period == 0) return out;
    // The list of a para begins with the present period.
    const uint32_t present = saturating_sub(number, start) / period;
    TRY_ASSIGN(const auto all, values.entries("Slots", "Leases"));
    for (const auto& [keys, periods] : all) {
        const auto para = keys.empty() ? std::nullopt : u32_in(&keys[0]);
        if (!para) continue;
        uint32_t at = present;
        for (const json::value& one : items_of(&periods)) {
            const uint32_t now = at++;
            const json::array& held = items_of(&one);
            const auto* account = held.size() == 2 ? held[0].if_string() : nullptr;
            if (account == nullptr) continue;
            const uint128_t deposit = number_in(&held[1]).value_or(0);
            const auto end = static_cast<uint64_t>(start) + (uint64_t{now} + 1) * period;
            const auto last = static_cast<BlockNumber>(std::min<uint64_t>(end, UINT32_MAX));
            const bool goes_on = !out.empty() && out.back().para == *para && out.back().last_period + 1 == now &&
                                 out.back().account == std::string_view(*account);
            if (!goes_on) out.push_back({.para = *para, .account = std::string(*account), .first_period = now});
            out.back().deposit = std::max(out.back().deposit, deposit);
            out.back().last_period = now;
            out.back().end = last;
        }
    }
    std::ranges::sort(out, {}, [](const Lease& one) { return std::pair(one.para, one.first_period); });
    return out;
}

}  // namespace serinus::coretime
