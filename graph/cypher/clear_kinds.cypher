// Take the labels of their kind from organisations.
// in:  $ids
UNWIND $ids AS id
MATCH (o:Organisation {id: id})
REMOVE o:Council:SME:LargeSupplier:EcosystemBody:Funder:BuyingBody:PublicPartner:Community:CentralGovernment
