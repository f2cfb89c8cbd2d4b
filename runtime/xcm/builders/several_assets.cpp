#include "runtime/xcm/builders/several_assets.hpp"

namespace serinus::xcm {

Error match_error(MatchError error) {
    switch (error) {
        case MatchError::kNotHandled:
            return Error(Error::Code::AssetNotFound);
        case MatchError::kIdConversionFailed:
            return Error::failed_to_transact("AssetIdConversionFailed");
        case MatchError::kInstanceConversionFailed:
            return Error::failed_to_transact("InstanceConversionFailed");
    }
    return Error(Error::Code::AssetNotFound);
}

std::optional<uint128_t> index_below(const Location& pallet, const AssetId& id) {
    const Junctions& place = id.location.interior;
    const size_t depth = pallet.interior.size();
    if (id.location.parents != pallet.parents || place.size() != depth + 1) return std::nullopt;
    for (size_t i = 0; i < depth; ++i) {
        if (place[i] != pallet.interior[i]) return std::nullopt;
    }
    if (place[depth].kind != Junction::Kind::GeneralIndex) return std::nullopt;
    return place[depth].number;
}

}  // namespace serinus::xcm
