// Label organisations by their kind, as it shows.
// in:  $ids
UNWIND $ids AS id
MATCH (o:Organisation {id: id})
USING INDEX SEEK o:Organisation(id)
REMOVE o:Council:SME:LargeSupplier:EcosystemBody:Funder:BuyingBody:PublicPartner:Community:CentralGovernment
FOREACH (_ IN CASE o.kind WHEN 'council' THEN [1] ELSE [] END | SET o:Council)
FOREACH (_ IN CASE o.kind WHEN 'sme' THEN [1] ELSE [] END | SET o:SME)
FOREACH (_ IN CASE o.kind WHEN 'large_supplier' THEN [1] ELSE [] END | SET o:LargeSupplier)
FOREACH (_ IN CASE o.kind WHEN 'ecosystem_body' THEN [1] ELSE [] END | SET o:EcosystemBody)
FOREACH (_ IN CASE o.kind WHEN 'funder' THEN [1] ELSE [] END | SET o:Funder)
FOREACH (_ IN CASE o.kind WHEN 'buying_body' THEN [1] ELSE [] END | SET o:BuyingBody)
FOREACH (_ IN CASE o.kind WHEN 'public_partner' THEN [1] ELSE [] END | SET o:PublicPartner)
FOREACH (_ IN CASE o.kind WHEN 'community' THEN [1] ELSE [] END | SET o:Community)
FOREACH (_ IN CASE o.kind WHEN 'central_government' THEN [1] ELSE [] END | SET o:CentralGovernment)
